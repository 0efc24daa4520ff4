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
--> statement-breakpoint
ALTER TABLE `broadcasts` ADD `waves` integer DEFAULT false NOT NULL;
--> statement-breakpoint
CREATE TABLE `limit_ledger` (
	`account_id` text NOT NULL,
	`source_id` text NOT NULL,
	`chunk` integer NOT NULL,
	`portfolio_id` text NOT NULL,
	`at` integer,
	`upto` integer NOT NULL,
	`people` integer NOT NULL,
	`ids` text NOT NULL,
	PRIMARY KEY(`account_id`, `source_id`, `chunk`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `chunks_by_opening` ON `chunks` (`account_id`,`broadcast_id`,`opens_at`) WHERE opens_at IS NOT NULL;
