CREATE TABLE `contact_merges` (
	`account_id` text NOT NULL,
	`id` text NOT NULL,
	`kept_id` text NOT NULL,
	`dropped_id` text NOT NULL,
	`state` text NOT NULL,
	`sealed` text,
	`at` integer NOT NULL,
	`created_by` text NOT NULL,
	`slices` integer DEFAULT 0 NOT NULL,
	`updated_at` integer NOT NULL,
	`is_open` integer NOT NULL,
	PRIMARY KEY(`account_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `contact_merges_by_kept` ON `contact_merges` (`account_id`,`kept_id`,`id`);--> statement-breakpoint
CREATE INDEX `contact_merges_by_dropped` ON `contact_merges` (`account_id`,`dropped_id`,`id`);--> statement-breakpoint
CREATE INDEX `contact_merges_open` ON `contact_merges` (`at`) WHERE is_open = 1;--> statement-breakpoint
CREATE TABLE `merge_slices` (
	`account_id` text NOT NULL,
	`merge_id` text NOT NULL,
	`no` integer NOT NULL,
	`part` text NOT NULL,
	`keys` text NOT NULL,
	PRIMARY KEY(`account_id`, `merge_id`, `no`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `contact_duplicates` (
	`account_id` text NOT NULL,
	`first_id` text NOT NULL,
	`second_id` text NOT NULL,
	`reason` text NOT NULL,
	`rank` integer NOT NULL,
	`found_at` integer NOT NULL,
	`dismissed_at` integer,
	`dismissed_by` text,
	PRIMARY KEY(`account_id`, `first_id`, `second_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `contact_duplicates_by_second` ON `contact_duplicates` (`account_id`,`second_id`);--> statement-breakpoint
CREATE INDEX `contact_duplicates_open` ON `contact_duplicates` (`account_id`,`rank`,`first_id`,`second_id`) WHERE dismissed_at IS NULL;--> statement-breakpoint
CREATE TABLE `duplicate_scans` (
	`account_id` text PRIMARY KEY NOT NULL,
	`scanned_at` integer,
	`asked_at` integer,
	`found` integer DEFAULT 0 NOT NULL,
	`due_at` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `duplicate_scans_due` ON `duplicate_scans` (`due_at`);--> statement-breakpoint
CREATE TABLE `contact_changes` (
	`account_id` text NOT NULL,
	`contact_id` text NOT NULL,
	`id` text NOT NULL,
	`at` integer NOT NULL,
	`actor` text NOT NULL,
	`body` text NOT NULL,
	PRIMARY KEY(`account_id`, `contact_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
ALTER TABLE `contacts` ADD `jobs` text;
