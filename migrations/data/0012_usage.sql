CREATE TABLE `usage_parts` (
	`account_id` text NOT NULL,
	`source` text NOT NULL,
	`piece` integer NOT NULL,
	`seen` text NOT NULL,
	`counts` text NOT NULL,
	PRIMARY KEY(`account_id`, `source`, `piece`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `usage_daily` (
	`account_id` text NOT NULL,
	`day` text NOT NULL,
	`number_id` text NOT NULL,
	`currency` text NOT NULL,
	`cells` text NOT NULL,
	`charges` text NOT NULL,
	`hours` text NOT NULL,
	PRIMARY KEY(`account_id`, `day`, `number_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `usage_meta` (
	`account_id` text NOT NULL,
	`day` text NOT NULL,
	`connection_id` text NOT NULL,
	`lines` text NOT NULL,
	`sent` integer,
	`delivered` integer,
	`asked_at` integer NOT NULL,
	PRIMARY KEY(`account_id`, `day`, `connection_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `usage_clicks` (
	`account_id` text NOT NULL,
	`day` text NOT NULL,
	`template_id` text NOT NULL,
	`clicks` text NOT NULL,
	PRIMARY KEY(`account_id`, `day`, `template_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `usage_state` (
	`account_id` text PRIMARY KEY NOT NULL,
	`as_of` integer NOT NULL,
	`unheard` integer DEFAULT 0 NOT NULL,
	`unheard_since` integer,
	`told_at` integer,
	`meta_asked_at` integer,
	`meta_problem` text,
	`budget_micros` integer,
	`budget_currency` text,
	`budget_told` text
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `rate_cards` (
	`account_id` text NOT NULL,
	`currency` text NOT NULL,
	`effective` text NOT NULL,
	`rates` text NOT NULL,
	`imported_by` text NOT NULL,
	`imported_at` integer NOT NULL,
	PRIMARY KEY(`account_id`, `currency`, `effective`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `broadcast_taps` (
	`account_id` text NOT NULL,
	`broadcast_id` text NOT NULL,
	`no` integer NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`account_id`, `broadcast_id`, `no`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `outbox_by_time` ON `outbox` (`account_id`,`created_at`);
