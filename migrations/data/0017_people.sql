CREATE TABLE `contact_notes` (
	`account_id` text NOT NULL,
	`contact_id` text NOT NULL,
	`id` text NOT NULL,
	`body` text NOT NULL,
	`created_by` text NOT NULL,
	`at` integer NOT NULL,
	`edited_at` integer,
	PRIMARY KEY(`account_id`, `contact_id`, `id`)
) WITHOUT ROWID;
