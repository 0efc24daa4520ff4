ALTER TABLE `outbox` ADD `scope` text DEFAULT 'all' NOT NULL;--> statement-breakpoint
ALTER TABLE `messages` ADD `author` text;--> statement-breakpoint
CREATE INDEX `messages_by_wamid` ON `messages` (`account_id`,`wamid`);--> statement-breakpoint
CREATE INDEX `outbox_by_wamid` ON `outbox` (`account_id`,`wamid`) WHERE wamid IS NOT NULL;--> statement-breakpoint
CREATE TABLE `message_marks` (
	`account_id` text NOT NULL,
	`contact_id` text NOT NULL,
	`wamid` text NOT NULL,
	`kind` text NOT NULL,
	`side` text NOT NULL,
	`at` integer NOT NULL,
	`body` text,
	PRIMARY KEY(`account_id`, `contact_id`, `wamid`, `kind`, `side`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `conversations` (
	`account_id` text NOT NULL,
	`id` text NOT NULL,
	`contact_id` text NOT NULL,
	`number_id` text NOT NULL,
	`state` text NOT NULL,
	`assignee` text DEFAULT '' NOT NULL,
	`labels` text NOT NULL,
	`last_id` text NOT NULL,
	`last_at` integer NOT NULL,
	`last_side` text NOT NULL,
	`preview` text NOT NULL,
	`last_inbound_at` integer,
	`last_inbound_wamid` text,
	`read_id` text DEFAULT '' NOT NULL,
	`unread` integer DEFAULT 0 NOT NULL,
	`snoozed_until` integer,
	`opened_at` integer NOT NULL,
	`answered_at` integer,
	`closed_at` integer,
	PRIMARY KEY(`account_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `conversations_by_state` ON `conversations` (`account_id`,`state`,`last_at`,`id`);--> statement-breakpoint
CREATE INDEX `conversations_by_assignee` ON `conversations` (`account_id`,`assignee`,`state`,`last_at`,`id`);--> statement-breakpoint
CREATE INDEX `conversations_unread` ON `conversations` (`account_id`,`assignee`) WHERE unread > 0;--> statement-breakpoint
CREATE INDEX `conversations_snoozed` ON `conversations` (`snoozed_until`) WHERE state = 'snoozed';--> statement-breakpoint
CREATE TABLE `inbox_events` (
	`account_id` text NOT NULL,
	`seq` integer NOT NULL,
	`at` integer NOT NULL,
	`conversation_id` text NOT NULL,
	`kind` text NOT NULL,
	`user_id` text,
	PRIMARY KEY(`account_id`, `seq`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `message_words` (
	`account_id` text NOT NULL,
	`word` text NOT NULL,
	`message_id` text NOT NULL,
	`contact_id` text NOT NULL,
	PRIMARY KEY(`account_id`, `word`, `message_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `search_keys` (
	`account_id` text NOT NULL,
	`id` text NOT NULL,
	`secret` text NOT NULL,
	PRIMARY KEY(`account_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `labels` (
	`account_id` text NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`account_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `saved_replies` (
	`account_id` text NOT NULL,
	`id` text NOT NULL,
	`shortcut` text NOT NULL,
	`text` text NOT NULL,
	`created_by` text NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`account_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `inbox_settings` (
	`account_id` text PRIMARY KEY NOT NULL,
	`assign` text NOT NULL,
	`last_assignee` text DEFAULT '' NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `reply_usage` (
	`account_id` text NOT NULL,
	`number_id` text NOT NULL,
	`month` text NOT NULL,
	`message_id` text NOT NULL,
	PRIMARY KEY(`account_id`, `number_id`, `month`, `message_id`)
) WITHOUT ROWID;
