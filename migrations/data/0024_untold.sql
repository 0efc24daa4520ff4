ALTER TABLE `broadcasts` ADD `untold_since` integer;
