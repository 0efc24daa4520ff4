ALTER TABLE `number_routes` ADD `claimed_at` integer DEFAULT 0 NOT NULL;
