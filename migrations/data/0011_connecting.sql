ALTER TABLE `numbers` ADD `registration` text DEFAULT 'registered' NOT NULL;--> statement-breakpoint
ALTER TABLE `numbers` ADD `is_on_biz_app` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `numbers` ADD `name_status` text;--> statement-breakpoint
ALTER TABLE `numbers` ADD `pin` text;--> statement-breakpoint
CREATE INDEX `connections_due` ON `connections` (`checked_at`) WHERE state = 'active';--> statement-breakpoint
CREATE TABLE `health_notes` (
	`account_id` text NOT NULL,
	`connection_id` text NOT NULL,
	`kind` text NOT NULL,
	`number_id` text NOT NULL,
	`source` text NOT NULL,
	`detail` text,
	`since` integer NOT NULL,
	`until` integer,
	PRIMARY KEY(`account_id`, `connection_id`, `kind`, `number_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `coexistence` (
	`account_id` text NOT NULL,
	`number_id` text NOT NULL,
	`state` text NOT NULL,
	`contacts` text NOT NULL,
	`history` text NOT NULL,
	`phase` integer,
	`chunk` integer,
	`progress` integer DEFAULT 0 NOT NULL,
	`messages` integer DEFAULT 0 NOT NULL,
	`onboarded_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`account_id`, `number_id`)
) WITHOUT ROWID;
