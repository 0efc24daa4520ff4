ALTER TABLE `contacts` ADD `language` text;--> statement-breakpoint
CREATE INDEX `contacts_by_name` ON `contacts` (`account_id`,coalesce(name, phone, bsuid, '') COLLATE NOCASE,`id`);--> statement-breakpoint
CREATE INDEX `contacts_by_last` ON `contacts` (`account_id`,coalesce(last_inbound_at, 0),`id`);--> statement-breakpoint
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
