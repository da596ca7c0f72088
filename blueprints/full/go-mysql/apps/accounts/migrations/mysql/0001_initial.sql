-- +goose Up
CREATE TABLE `accounts_users` (
  `id` bigint NOT NULL AUTO_INCREMENT,
  `email` varchar(254) NOT NULL,
  `name` varchar(150) NOT NULL DEFAULT '',
  `staff` bool NOT NULL DEFAULT 0,
  `super` bool NOT NULL DEFAULT 0,
  `active` bool NOT NULL DEFAULT 1,
  `last_sign_in` datetime(6) NULL,
  `password` longblob NOT NULL,
  `stamp` longblob NOT NULL,
  `created_at` datetime(6) NOT NULL,
  `updated_at` datetime(6) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE INDEX `email` (`email`)
) CHARSET utf8mb4;
CREATE TABLE `accounts_attempts` (
  `id` bigint NOT NULL AUTO_INCREMENT,
  `account` varchar(64) NOT NULL,
  `address` varchar(64) NOT NULL,
  `created_at` datetime(6) NOT NULL,
  `updated_at` datetime(6) NOT NULL,
  PRIMARY KEY (`id`),
  INDEX `accounts_attempts_account_idx` (`account`),
  INDEX `accounts_attempts_address_idx` (`address`)
) CHARSET utf8mb4;
CREATE TABLE `accounts_groups` (
  `id` bigint NOT NULL AUTO_INCREMENT,
  `name` varchar(150) NOT NULL,
  `permissions` longtext NOT NULL DEFAULT (''),
  `created_at` datetime(6) NOT NULL,
  `updated_at` datetime(6) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE INDEX `name` (`name`)
) CHARSET utf8mb4;
CREATE TABLE `accounts_memberships` (
  `id` bigint NOT NULL AUTO_INCREMENT,
  `user_id` bigint NOT NULL,
  `group_id` bigint NOT NULL,
  `created_at` datetime(6) NOT NULL,
  `updated_at` datetime(6) NOT NULL,
  PRIMARY KEY (`id`),
  INDEX `accounts_memberships_group_id_idx` (`group_id`),
  UNIQUE INDEX `accounts_memberships_user_id_group_id_key` (`user_id`, `group_id`),
  CONSTRAINT `accounts_memberships_user_id_fkey` FOREIGN KEY (`user_id`) REFERENCES `accounts_users` (`id`) ON UPDATE NO ACTION ON DELETE CASCADE,
  CONSTRAINT `accounts_memberships_group_id_fkey` FOREIGN KEY (`group_id`) REFERENCES `accounts_groups` (`id`) ON UPDATE NO ACTION ON DELETE CASCADE
) CHARSET utf8mb4;
CREATE TABLE `accounts_resets` (
  `id` bigint NOT NULL AUTO_INCREMENT,
  `user_id` bigint NOT NULL,
  `hash` varchar(64) NOT NULL,
  `expires_at` datetime(6) NOT NULL,
  `created_at` datetime(6) NOT NULL,
  `updated_at` datetime(6) NOT NULL,
  PRIMARY KEY (`id`),
  INDEX `accounts_resets_user_id_idx` (`user_id`),
  UNIQUE INDEX `hash` (`hash`),
  CONSTRAINT `accounts_resets_user_id_fkey` FOREIGN KEY (`user_id`) REFERENCES `accounts_users` (`id`) ON UPDATE NO ACTION ON DELETE CASCADE
) CHARSET utf8mb4;
CREATE TABLE `accounts_tokens` (
  `id` bigint NOT NULL AUTO_INCREMENT,
  `user_id` bigint NOT NULL,
  `name` varchar(100) NOT NULL,
  `hash` varchar(64) NOT NULL,
  `created_at` datetime(6) NOT NULL,
  `updated_at` datetime(6) NOT NULL,
  PRIMARY KEY (`id`),
  INDEX `accounts_tokens_user_id_idx` (`user_id`),
  UNIQUE INDEX `hash` (`hash`),
  CONSTRAINT `accounts_tokens_user_id_fkey` FOREIGN KEY (`user_id`) REFERENCES `accounts_users` (`id`) ON UPDATE NO ACTION ON DELETE CASCADE
) CHARSET utf8mb4;

-- +goose Down
DROP TABLE `accounts_attempts`;
DROP TABLE `accounts_memberships`;
DROP TABLE `accounts_groups`;
DROP TABLE `accounts_resets`;
DROP TABLE `accounts_tokens`;
DROP TABLE `accounts_users`;
