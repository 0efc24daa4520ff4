CREATE TABLE `media_files` (
	`account_id` text NOT NULL,
	`id` text NOT NULL,
	`bytes` integer NOT NULL,
	`waiting_since` integer,
	PRIMARY KEY(`account_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `media_files_waiting` ON `media_files` (`waiting_since`) WHERE waiting_since IS NOT NULL;
