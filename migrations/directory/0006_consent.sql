CREATE TABLE `opt_in_routes` (
	`code` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `opt_in_routes_by_account` ON `opt_in_routes` (`account_id`);
