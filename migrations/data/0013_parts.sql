CREATE TABLE `broadcast_parts` (
	`account_id` text NOT NULL,
	`broadcast_id` text NOT NULL,
	`first` integer NOT NULL,
	`last` integer NOT NULL,
	`kind` text NOT NULL,
	`opens_at` integer,
	`waits_for` text,
	PRIMARY KEY(`account_id`, `broadcast_id`, `first`)
) WITHOUT ROWID;
--> statement-breakpoint
ALTER TABLE `broadcasts` ADD `parts` text;
--> statement-breakpoint
ALTER TABLE `chunks` ADD `opens_at` integer;
--> statement-breakpoint
ALTER TABLE `chunks` ADD `waits_for` text;
