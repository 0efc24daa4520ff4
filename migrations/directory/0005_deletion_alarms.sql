ALTER TABLE `deletion_requests` ADD `alarmed_at` integer;
