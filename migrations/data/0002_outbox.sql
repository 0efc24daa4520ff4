CREATE TABLE `open_outbox` (
	`account_id` text NOT NULL,
	`id` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`account_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `outbox` (
	`account_id` text NOT NULL,
	`id` text NOT NULL,
	`contact_id` text NOT NULL,
	`number_id` text NOT NULL,
	`identity` text NOT NULL,
	`state` text NOT NULL,
	`rank` integer NOT NULL,
	`token` text,
	`attempts` integer DEFAULT 0 NOT NULL,
	`wamid` text,
	`code` text,
	`body` text NOT NULL,
	`pricing` text,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`claimed_at` integer,
	`accepted_at` integer,
	`sent_at` integer,
	`delivered_at` integer,
	`read_at` integer,
	`failed_at` integer,
	PRIMARY KEY(`account_id`, `id`)
) WITHOUT ROWID;
