ALTER TABLE `broadcast_parts` ADD `zone` text;
--> statement-breakpoint
ALTER TABLE `chunks` ADD `zone` text;
--> statement-breakpoint
CREATE INDEX `outbox_marketing` ON `outbox` (`account_id`,`contact_id`) WHERE scope = 'marketing';
