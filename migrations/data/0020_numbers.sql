CREATE TABLE `number_history` (
	`account_id` text NOT NULL,
	`number_id` text NOT NULL,
	`at` integer NOT NULL,
	`quality_rating` text NOT NULL,
	`status` text NOT NULL,
	`messaging_limit` integer,
	`throughput_per_second` integer NOT NULL,
	PRIMARY KEY(`account_id`, `number_id`, `at`)
) WITHOUT ROWID;
