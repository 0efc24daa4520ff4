ALTER TABLE `fields` ADD `choices` text;--> statement-breakpoint
ALTER TABLE `contacts` ADD `language` text;--> statement-breakpoint
CREATE INDEX `contacts_by_name` ON `contacts` (`account_id`,coalesce(name, phone, bsuid, '') COLLATE NOCASE,`id`);--> statement-breakpoint
CREATE INDEX `contacts_by_last` ON `contacts` (`account_id`,`last_inbound_at`,`id`) WHERE last_inbound_at IS NOT NULL;--> statement-breakpoint
CREATE TABLE `segments` (
	`account_id` text NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`filter` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`account_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `bulk_edits` (
	`account_id` text NOT NULL,
	`id` text NOT NULL,
	`action` text NOT NULL,
	`who` text NOT NULL,
	`people` integer NOT NULL,
	`state` text NOT NULL,
	`cursor` text NOT NULL,
	`done` integer NOT NULL,
	`slices` integer NOT NULL,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`finished_at` integer,
	`is_open` integer DEFAULT 1 NOT NULL,
	PRIMARY KEY(`account_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `bulk_edits_open` ON `bulk_edits` (`created_at`) WHERE is_open = 1;--> statement-breakpoint
CREATE TABLE `bulk_slices` (
	`account_id` text NOT NULL,
	`edit_id` text NOT NULL,
	`no` integer NOT NULL,
	`ids` text NOT NULL,
	`matched` integer NOT NULL,
	`last` text NOT NULL,
	PRIMARY KEY(`account_id`, `edit_id`, `no`)
) WITHOUT ROWID;
--> statement-breakpoint
ALTER TABLE `recipients` ADD `consent_entry` text;--> statement-breakpoint
CREATE TABLE `legal_bases` (
	`account_id` text NOT NULL,
	`id` text NOT NULL,
	`basis` text NOT NULL,
	`declared_by` text NOT NULL,
	`name` text NOT NULL,
	`at` integer NOT NULL,
	`withdrawn_at` integer,
	PRIMARY KEY(`account_id`, `id`)
) WITHOUT ROWID;
