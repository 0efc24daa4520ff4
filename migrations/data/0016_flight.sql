CREATE TABLE `frequency_caps` (
	`account_id` text PRIMARY KEY NOT NULL,
	`messages` integer NOT NULL,
	`days` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
ALTER TABLE `broadcasts` ADD `rest_hours` integer;
