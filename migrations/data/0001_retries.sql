ALTER TABLE `broadcasts` ADD `parent_id` text;--> statement-breakpoint
ALTER TABLE `broadcasts` ADD `retry` text;