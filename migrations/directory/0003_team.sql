CREATE INDEX `invitations_by_account` ON `invitations` (`account_id`,`created_at`);--> statement-breakpoint
ALTER TABLE `memberships` ADD `last_seen_at` integer;--> statement-breakpoint
ALTER TABLE `accounts` ADD `phones_hidden` text DEFAULT 'viewers' NOT NULL;
