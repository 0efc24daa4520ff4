CREATE TABLE `key_rotations` (
	`account_id` text NOT NULL,
	`key_id` text NOT NULL,
	`field` text,
	`cursor` text,
	`resealed` integer DEFAULT 0 NOT NULL,
	`started_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`finished_at` integer,
	PRIMARY KEY(`account_id`, `key_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `key_rotations_open` ON `key_rotations` (`updated_at`) WHERE finished_at IS NULL;--> statement-breakpoint
CREATE TABLE `access_proofs` (
	`account_id` text NOT NULL,
	`connection_id` text NOT NULL,
	`id` text NOT NULL,
	`at` integer NOT NULL,
	`cause` text NOT NULL,
	`unsubscribed` text NOT NULL,
	`revoked` text NOT NULL,
	`token` text NOT NULL,
	PRIMARY KEY(`account_id`, `connection_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
ALTER TABLE `connections` ADD `last_used_at` integer;--> statement-breakpoint
ALTER TABLE `connections` ADD `granted` text;--> statement-breakpoint
CREATE INDEX `connections_leaving` ON `connections` (`checked_at`) WHERE state = 'disconnected' AND token IS NOT NULL;--> statement-breakpoint
CREATE INDEX `data_keys_by_kek` ON `data_keys` (`kek_id`);
