ALTER TABLE `broadcasts` ADD `start` text DEFAULT '{"kind":"now"}' NOT NULL;--> statement-breakpoint
ALTER TABLE `broadcasts` ADD `starts_at` integer;--> statement-breakpoint
ALTER TABLE `broadcasts` ADD `rests_until` integer;--> statement-breakpoint
ALTER TABLE `broadcasts` ADD `rests_for` text;--> statement-breakpoint
CREATE INDEX `broadcasts_by_start` ON `broadcasts` (`account_id`,coalesce(`starts_at`,`launched_at`)) WHERE coalesce(`starts_at`,`launched_at`) IS NOT NULL;--> statement-breakpoint
CREATE TABLE `quiet_hours` (
	`account_id` text NOT NULL,
	`rules` text NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`account_id`)
) WITHOUT ROWID;
