CREATE TABLE `audit` (
	`account_id` text NOT NULL,
	`id` text NOT NULL,
	`at` integer NOT NULL,
	`actor` text NOT NULL,
	`action` text NOT NULL,
	`target` text NOT NULL,
	`before` text,
	`after` text,
	PRIMARY KEY(`account_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `data_keys` (
	`account_id` text NOT NULL,
	`id` text NOT NULL,
	`kek_id` text NOT NULL,
	`half` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`account_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `idempotency_keys` (
	`account_id` text NOT NULL,
	`key` text NOT NULL,
	`request_hash` text NOT NULL,
	`status` integer,
	`body` text,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`account_id`, `key`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `tenants` (
	`account_id` text PRIMARY KEY NOT NULL,
	`state` text NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `active_broadcasts` (
	`account_id` text NOT NULL,
	`broadcast_id` text NOT NULL,
	`state` text NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`account_id`, `broadcast_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `broadcasts` (
	`account_id` text NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`state` text NOT NULL,
	`state_reason` text,
	`version` integer NOT NULL,
	`number_id` text,
	`connection_id` text,
	`template_id` text,
	`audience` text NOT NULL,
	`mapping` text NOT NULL,
	`template` text,
	`plan` text,
	`hold_until` integer,
	`freeze_cursor` text,
	`total` integer DEFAULT 0 NOT NULL,
	`included` integer DEFAULT 0 NOT NULL,
	`reserved_micros` integer DEFAULT 0 NOT NULL,
	`frozen_at` integer,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`launched_at` integer,
	`started_at` integer,
	`finished_at` integer,
	PRIMARY KEY(`account_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `chunks` (
	`account_id` text NOT NULL,
	`broadcast_id` text NOT NULL,
	`chunk` integer NOT NULL,
	`first` integer NOT NULL,
	`last` integer NOT NULL,
	`enqueued_at` integer,
	`lease_until` integer,
	`finished_at` integer,
	`dirty` integer DEFAULT 0 NOT NULL,
	`counts` text NOT NULL,
	PRIMARY KEY(`account_id`, `broadcast_id`, `chunk`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `recipients` (
	`account_id` text NOT NULL,
	`broadcast_id` text NOT NULL,
	`no` integer NOT NULL,
	`contact_id` text NOT NULL,
	`identity` text NOT NULL,
	`country` text,
	`state` text NOT NULL,
	`rank` integer NOT NULL,
	`token` text,
	`attempts` integer DEFAULT 0 NOT NULL,
	`not_before` integer,
	`held` integer DEFAULT 0 NOT NULL,
	`wamid` text,
	`code` text,
	`sealed_params` text,
	`pricing` text,
	`claimed_at` integer,
	`accepted_at` integer,
	`sent_at` integer,
	`delivered_at` integer,
	`read_at` integer,
	`failed_at` integer,
	`replied_at` integer,
	PRIMARY KEY(`account_id`, `broadcast_id`, `no`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `recipients_by_contact` ON `recipients` (`account_id`,`contact_id`);--> statement-breakpoint
CREATE TABLE `consents` (
	`account_id` text NOT NULL,
	`contact_id` text NOT NULL,
	`id` text NOT NULL,
	`at` integer NOT NULL,
	`change` text NOT NULL,
	`source` text NOT NULL,
	`wording` text,
	`actor` text NOT NULL,
	PRIMARY KEY(`account_id`, `contact_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `contact_tags` (
	`account_id` text NOT NULL,
	`tag_id` text NOT NULL,
	`contact_id` text NOT NULL,
	PRIMARY KEY(`account_id`, `tag_id`, `contact_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `contacts` (
	`account_id` text NOT NULL,
	`id` text NOT NULL,
	`name` text,
	`first_name` text,
	`last_name` text,
	`phone` text,
	`wa_id` text,
	`bsuid` text,
	`email` text,
	`country` text,
	`fields` text NOT NULL,
	`tags` text NOT NULL,
	`consent` text NOT NULL,
	`consent_at` integer,
	`consent_source` text,
	`search` text NOT NULL,
	`last_inbound_at` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`account_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `fields` (
	`account_id` text NOT NULL,
	`key` text NOT NULL,
	`name` text NOT NULL,
	`type` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`account_id`, `key`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `identities` (
	`account_id` text NOT NULL,
	`kind` text NOT NULL,
	`value` text NOT NULL,
	`contact_id` text NOT NULL,
	PRIMARY KEY(`account_id`, `kind`, `value`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `import_problems` (
	`account_id` text NOT NULL,
	`import_id` text NOT NULL,
	`last_row` integer NOT NULL,
	`problems` text NOT NULL,
	PRIMARY KEY(`account_id`, `import_id`, `last_row`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `imports` (
	`account_id` text NOT NULL,
	`id` text NOT NULL,
	`file_name` text NOT NULL,
	`size` integer NOT NULL,
	`state` text NOT NULL,
	`problem` text,
	`upload_id` text,
	`parts` text NOT NULL,
	`delimiter` text,
	`newline` text,
	`headers` text NOT NULL,
	`preview` text NOT NULL,
	`settings` text,
	`counts` text NOT NULL,
	`data_offset` integer DEFAULT 0 NOT NULL,
	`records_before` integer DEFAULT 0 NOT NULL,
	`byte_offset` integer DEFAULT 0 NOT NULL,
	`row_no` integer DEFAULT 0 NOT NULL,
	`lease_token` text,
	`lease_until` integer,
	`rate_per_second` integer,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`started_at` integer,
	`finished_at` integer,
	`has_files` integer DEFAULT 1 NOT NULL,
	PRIMARY KEY(`account_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `imports_with_files` ON `imports` (`created_at`) WHERE has_files = 1;--> statement-breakpoint
CREATE TABLE `suppressions` (
	`account_id` text NOT NULL,
	`identity` text NOT NULL,
	`scope` text NOT NULL,
	`reason` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`account_id`, `identity`, `scope`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `tags` (
	`account_id` text NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`folded` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`account_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `tags_by_folded` ON `tags` (`account_id`,`folded`);--> statement-breakpoint
CREATE TABLE `messages` (
	`account_id` text NOT NULL,
	`contact_id` text NOT NULL,
	`id` text NOT NULL,
	`at` integer NOT NULL,
	`direction` text NOT NULL,
	`number_id` text NOT NULL,
	`wamid` text NOT NULL,
	`type` text NOT NULL,
	`body` text NOT NULL,
	`broadcast_id` text,
	PRIMARY KEY(`account_id`, `contact_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `connections` (
	`account_id` text NOT NULL,
	`id` text NOT NULL,
	`waba_id` text NOT NULL,
	`business_id` text,
	`name` text NOT NULL,
	`currency` text NOT NULL,
	`time_zone_id` text,
	`state` text NOT NULL,
	`token` text,
	`meta_user_id` text,
	`scopes` text NOT NULL,
	`token_expires_at` integer,
	`checked_at` integer NOT NULL,
	`templates_state` text DEFAULT 'never' NOT NULL,
	`templates_synced_at` integer,
	`templates_added` integer DEFAULT 0 NOT NULL,
	`templates_changed` integer DEFAULT 0 NOT NULL,
	`templates_removed` integer DEFAULT 0 NOT NULL,
	`templates_problem` text,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`account_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `numbers` (
	`account_id` text NOT NULL,
	`id` text NOT NULL,
	`connection_id` text NOT NULL,
	`display_phone_number` text NOT NULL,
	`verified_name` text,
	`quality_rating` text NOT NULL,
	`status` text NOT NULL,
	`throughput_per_second` integer NOT NULL,
	`messaging_limit` integer,
	`synced_at` integer NOT NULL,
	PRIMARY KEY(`account_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `templates` (
	`account_id` text NOT NULL,
	`id` text NOT NULL,
	`connection_id` text NOT NULL,
	`name` text NOT NULL,
	`language` text NOT NULL,
	`category` text NOT NULL,
	`status` text NOT NULL,
	`rejected_reason` text,
	`quality` text,
	`parameter_format` text NOT NULL,
	`components` text NOT NULL,
	PRIMARY KEY(`account_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `dead_letters` (
	`account_id` text NOT NULL,
	`id` text NOT NULL,
	`queue` text NOT NULL,
	`job` text NOT NULL,
	`at` integer NOT NULL,
	`replayed_at` integer,
	PRIMARY KEY(`account_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `send_rates` (
	`account_id` text NOT NULL,
	`broadcast_id` text NOT NULL,
	`minute` integer NOT NULL,
	`handled` integer NOT NULL,
	PRIMARY KEY(`account_id`, `broadcast_id`, `minute`)
) WITHOUT ROWID;
