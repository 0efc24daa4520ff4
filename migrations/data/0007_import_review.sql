CREATE TABLE `import_edits` (
	`account_id` text NOT NULL,
	`import_id` text NOT NULL,
	`row_no` integer NOT NULL,
	`phone` text NOT NULL,
	`was` text NOT NULL,
	`outcome` text NOT NULL,
	`problem` text,
	`at` integer NOT NULL,
	PRIMARY KEY(`account_id`, `import_id`, `row_no`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `import_presets` (
	`account_id` text NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`headers` text NOT NULL,
	`settings` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`account_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `import_undo` (
	`account_id` text NOT NULL,
	`import_id` text NOT NULL,
	`last_row` integer NOT NULL,
	`people` text NOT NULL,
	PRIMARY KEY(`account_id`, `import_id`, `last_row`)
) WITHOUT ROWID;
--> statement-breakpoint
ALTER TABLE `imports` ADD `preset` text;--> statement-breakpoint
ALTER TABLE `imports` ADD `undo_until` integer;--> statement-breakpoint
ALTER TABLE `imports` ADD `undo_cursor` text;--> statement-breakpoint
ALTER TABLE `imports` ADD `undone` text;--> statement-breakpoint
CREATE INDEX `imports_to_undo` ON `imports` (`undo_until`) WHERE undo_until IS NOT NULL;
