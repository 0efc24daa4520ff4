CREATE TABLE `signup_states` (
	`state_hash` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`session_id` text NOT NULL,
	`connection_id` text,
	`expires_at` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `signup_states_by_account` ON `signup_states` (`account_id`);--> statement-breakpoint
CREATE INDEX `signup_states_by_end` ON `signup_states` (`expires_at`);--> statement-breakpoint
CREATE TABLE `portfolio_routes` (
	`business_id` text NOT NULL,
	`connection_id` text NOT NULL,
	`account_id` text NOT NULL,
	PRIMARY KEY(`business_id`, `connection_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `portfolio_routes_by_account` ON `portfolio_routes` (`account_id`);
