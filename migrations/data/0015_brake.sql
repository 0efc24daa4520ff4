CREATE TABLE `testers` (
	`account_id` text NOT NULL,
	`contact_id` text NOT NULL,
	`added_by` text NOT NULL,
	`added_at` integer NOT NULL,
	PRIMARY KEY(`account_id`, `contact_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `broadcast_tests` (
	`account_id` text NOT NULL,
	`broadcast_id` text NOT NULL,
	`message_id` text NOT NULL,
	`version` integer NOT NULL,
	`like_id` text,
	PRIMARY KEY(`account_id`, `broadcast_id`, `message_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `message_budgets` (
	`account_id` text PRIMARY KEY NOT NULL,
	`stop_micros` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `message_spending` (
	`account_id` text NOT NULL,
	`month` text NOT NULL,
	`broadcast_id` text NOT NULL,
	`micros` integer NOT NULL,
	PRIMARY KEY(`account_id`, `month`, `broadcast_id`)
) WITHOUT ROWID;
--> statement-breakpoint
ALTER TABLE `usage_state` ADD `telling_until` integer;
--> statement-breakpoint
ALTER TABLE `broadcasts` ADD `canary` text;
--> statement-breakpoint
ALTER TABLE `broadcasts` ADD `canary_state` text;
--> statement-breakpoint
ALTER TABLE `broadcasts` ADD `canary_decides_at` integer;
--> statement-breakpoint
ALTER TABLE `broadcasts` ADD `canary_figures` text;
