ALTER TABLE `accounts` ADD `has_samples` integer DEFAULT false NOT NULL;
