ALTER TABLE `consents` ADD `evidence` text;--> statement-breakpoint
ALTER TABLE `outbox` ADD `consent_entry` text;--> statement-breakpoint
CREATE TABLE `consent_settings` (
	`account_id` text PRIMARY KEY NOT NULL,
	`own` text NOT NULL,
	`left_out` text NOT NULL,
	`answers_stop` integer NOT NULL,
	`answers_start` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `opt_in_pages` (
	`account_id` text PRIMARY KEY NOT NULL,
	`code` text NOT NULL,
	`is_open` integer NOT NULL,
	`number_id` text NOT NULL,
	`version` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `opt_in_wordings` (
	`account_id` text NOT NULL,
	`version` integer NOT NULL,
	`texts` text NOT NULL,
	`at` integer NOT NULL,
	`created_by` text NOT NULL,
	PRIMARY KEY(`account_id`, `version`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `opt_in_asks` (
	`account_id` text NOT NULL,
	`code` text NOT NULL,
	`at` integer NOT NULL,
	`version` integer NOT NULL,
	`sealed` text NOT NULL,
	PRIMARY KEY(`account_id`, `code`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `opt_in_asks_by_time` ON `opt_in_asks` (`at`);--> statement-breakpoint
CREATE TABLE `opt_in_counts` (
	`account_id` text NOT NULL,
	`day` text NOT NULL,
	`visits` integer NOT NULL,
	`sent` integer NOT NULL,
	`confirmed` integer NOT NULL,
	PRIMARY KEY(`account_id`, `day`)
) WITHOUT ROWID;
