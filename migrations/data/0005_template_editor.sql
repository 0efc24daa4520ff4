CREATE TABLE `broadcast_stops` (
	`account_id` text NOT NULL,
	`broadcast_id` text NOT NULL,
	`no` integer NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`account_id`, `broadcast_id`, `no`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `template_drafts` (
	`account_id` text NOT NULL,
	`id` text NOT NULL,
	`connection_id` text,
	`name` text NOT NULL,
	`category` text NOT NULL,
	`parameter_format` text NOT NULL,
	`ttl_seconds` integer,
	`versions` text NOT NULL,
	`refusals` text NOT NULL,
	`version` integer NOT NULL,
	`submitting_at` integer,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`account_id`, `id`)
);
--> statement-breakpoint
CREATE TABLE `template_events` (
	`account_id` text NOT NULL,
	`template_id` text NOT NULL,
	`id` text NOT NULL,
	`at` integer NOT NULL,
	`kind` text NOT NULL,
	`before` text,
	`after` text NOT NULL,
	PRIMARY KEY(`account_id`, `template_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
ALTER TABLE `templates` ADD `status_detail` text;--> statement-breakpoint
ALTER TABLE `templates` ADD `previous_category` text;--> statement-breakpoint
ALTER TABLE `templates` ADD `correct_category` text;--> statement-breakpoint
ALTER TABLE `templates` ADD `category_at` integer;--> statement-breakpoint
ALTER TABLE `templates` ADD `ttl_seconds` integer;--> statement-breakpoint
ALTER TABLE `templates` ADD `header_file` text;--> statement-breakpoint
ALTER TABLE `templates` ADD `edited_at` integer;--> statement-breakpoint
CREATE INDEX `broadcasts_by_template` ON `broadcasts` (`account_id`,`template_id`,`id`);