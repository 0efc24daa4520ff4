CREATE TABLE `export_jobs` (
	`account_id` text NOT NULL,
	`id` text NOT NULL,
	`state` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`finished_at` integer,
	`expires_at` integer,
	`size` integer,
	`rows` integer DEFAULT 0 NOT NULL,
	`of` integer,
	`attempts` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`account_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `export_jobs_by_state` ON `export_jobs` (`state`,`updated_at`);--> statement-breakpoint
CREATE TABLE `person_requests` (
	`account_id` text NOT NULL,
	`id` text NOT NULL,
	`contact_id` text NOT NULL,
	`at` integer NOT NULL,
	`told_at` integer,
	`settled_at` integer,
	PRIMARY KEY(`account_id`, `id`, `contact_id`)
) WITHOUT ROWID;
