CREATE INDEX `audit_by_actor` ON `audit` (`account_id`,`actor`,`id`);--> statement-breakpoint
CREATE INDEX `audit_by_action` ON `audit` (`account_id`,`action`,`id`);
