-- +goose Up
CREATE TABLE `accounts_users` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `email` varchar NOT NULL,
  `name` varchar NOT NULL DEFAULT '',
  `staff` boolean NOT NULL DEFAULT false,
  `super` boolean NOT NULL DEFAULT false,
  `active` boolean NOT NULL DEFAULT true,
  `last_sign_in` datetime NULL,
  `password` blob NOT NULL,
  `stamp` blob NOT NULL,
  `created_at` datetime NOT NULL,
  `updated_at` datetime NOT NULL
);
CREATE UNIQUE INDEX `accounts_users_email_key` ON `accounts_users` (`email`);
CREATE TABLE `accounts_groups` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `name` varchar NOT NULL,
  `permissions` text NOT NULL DEFAULT '',
  `created_at` datetime NOT NULL,
  `updated_at` datetime NOT NULL
);
CREATE UNIQUE INDEX `accounts_groups_name_key` ON `accounts_groups` (`name`);
CREATE TABLE `accounts_memberships` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `user_id` integer NOT NULL,
  `group_id` integer NOT NULL,
  `created_at` datetime NOT NULL,
  `updated_at` datetime NOT NULL,
  CONSTRAINT `accounts_memberships_user_id_fkey` FOREIGN KEY (`user_id`) REFERENCES `accounts_users` (`id`) ON UPDATE NO ACTION ON DELETE CASCADE,
  CONSTRAINT `accounts_memberships_group_id_fkey` FOREIGN KEY (`group_id`) REFERENCES `accounts_groups` (`id`) ON UPDATE NO ACTION ON DELETE CASCADE
);
CREATE INDEX `accounts_memberships_group_id_idx` ON `accounts_memberships` (`group_id`);
CREATE UNIQUE INDEX `accounts_memberships_user_id_group_id_key` ON `accounts_memberships` (`user_id`, `group_id`);
CREATE TABLE `accounts_tokens` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `user_id` integer NOT NULL,
  `name` varchar NOT NULL,
  `hash` varchar NOT NULL,
  `created_at` datetime NOT NULL,
  `updated_at` datetime NOT NULL,
  CONSTRAINT `accounts_tokens_user_id_fkey` FOREIGN KEY (`user_id`) REFERENCES `accounts_users` (`id`) ON UPDATE NO ACTION ON DELETE CASCADE
);
CREATE INDEX `accounts_tokens_user_id_idx` ON `accounts_tokens` (`user_id`);
CREATE UNIQUE INDEX `accounts_tokens_hash_key` ON `accounts_tokens` (`hash`);
CREATE TABLE `accounts_resets` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `user_id` integer NOT NULL,
  `hash` varchar NOT NULL,
  `expires_at` datetime NOT NULL,
  `created_at` datetime NOT NULL,
  `updated_at` datetime NOT NULL,
  CONSTRAINT `accounts_resets_user_id_fkey` FOREIGN KEY (`user_id`) REFERENCES `accounts_users` (`id`) ON UPDATE NO ACTION ON DELETE CASCADE
);
CREATE INDEX `accounts_resets_user_id_idx` ON `accounts_resets` (`user_id`);
CREATE UNIQUE INDEX `accounts_resets_hash_key` ON `accounts_resets` (`hash`);
CREATE TABLE `accounts_attempts` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `account` varchar NOT NULL,
  `address` varchar NOT NULL,
  `created_at` datetime NOT NULL,
  `updated_at` datetime NOT NULL
);
CREATE INDEX `accounts_attempts_account_idx` ON `accounts_attempts` (`account`);
CREATE INDEX `accounts_attempts_address_idx` ON `accounts_attempts` (`address`);

-- +goose Down
DROP TABLE `accounts_attempts`;
DROP TABLE `accounts_resets`;
DROP TABLE `accounts_tokens`;
DROP TABLE `accounts_memberships`;
DROP TABLE `accounts_groups`;
DROP TABLE `accounts_users`;
