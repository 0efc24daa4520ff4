CREATE TABLE `deletion_requests` (
	`code` text PRIMARY KEY NOT NULL,
	`account_id` text,
	`shard` text,
	`state_before` text,
	`via` text NOT NULL,
	`state` text NOT NULL,
	`requested_at` integer NOT NULL,
	`starts_at` integer NOT NULL,
	`due_at` integer NOT NULL,
	`due_day` text NOT NULL,
	`finished_at` integer,
	`steps` text NOT NULL,
	`trouble` text,
	`checks` text,
	`backups_until` integer,
	`access_until` integer,
	`receipt` text,
	`source` text,
	`closed_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `deletion_requests_open` ON `deletion_requests` (`account_id`) WHERE state IN ('waiting', 'running');--> statement-breakpoint
CREATE UNIQUE INDEX `deletion_requests_by_source` ON `deletion_requests` (`source`);--> statement-breakpoint
CREATE INDEX `deletion_requests_by_state` ON `deletion_requests` (`state`,`requested_at`);--> statement-breakpoint
CREATE TABLE `privacy_cases` (
	`id` text PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	`accounts` integer NOT NULL,
	`sealed` text,
	`closed_at` integer
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `tombstones` (
	`hash` text PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	`until` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `meta_users` (
	`user_hash` text NOT NULL,
	`account_id` text NOT NULL,
	`connection_id` text NOT NULL,
	PRIMARY KEY(`user_hash`, `account_id`, `connection_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `meta_users_by_account` ON `meta_users` (`account_id`);--> statement-breakpoint
ALTER TABLE `accounts` ADD `retention_months` integer;