ALTER TABLE `users` ADD `send_key` text DEFAULT 'enter' NOT NULL;
