ALTER TABLE `broadcast_parts` ADD `zone` text;
--> statement-breakpoint
ALTER TABLE `chunks` ADD `zone` text;
