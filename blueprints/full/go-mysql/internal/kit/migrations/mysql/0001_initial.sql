-- +goose Up
CREATE TABLE `kit_sessions` (
  `token` varchar(64) NOT NULL,
  `data` longtext NOT NULL,
  `expires_at` datetime(6) NOT NULL,
  PRIMARY KEY (`token`),
  INDEX `kit_sessions_expires_at_idx` (`expires_at`)
) CHARSET utf8mb4;
CREATE TABLE `kit_jobs` (
  `id` bigint NOT NULL AUTO_INCREMENT,
  `name` varchar(100) NOT NULL,
  `payload` longtext NOT NULL,
  `run_at` datetime(6) NULL,
  `attempts` bigint NOT NULL,
  `worker` varchar(40) NOT NULL DEFAULT '',
  `slot` varchar(255) NULL,
  `error` longtext NOT NULL DEFAULT (''),
  `created_at` datetime(6) NOT NULL,
  `updated_at` datetime(6) NOT NULL,
  PRIMARY KEY (`id`),
  INDEX `kit_jobs_run_at_idx` (`run_at`),
  UNIQUE INDEX `slot` (`slot`)
) CHARSET utf8mb4;
CREATE TABLE `kit_schedules` (
  `name` varchar(100) NOT NULL,
  `spec` varchar(100) NOT NULL,
  `next_at` datetime(6) NOT NULL,
  PRIMARY KEY (`name`)
) CHARSET utf8mb4;
CREATE TABLE `kit_history` (
  `id` bigint NOT NULL AUTO_INCREMENT,
  `at` datetime(6) NOT NULL,
  `user_id` bigint NOT NULL,
  `user_name` varchar(200) NOT NULL,
  `model` varchar(100) NOT NULL,
  `object` varchar(64) NOT NULL,
  `label` varchar(200) NOT NULL,
  `action` varchar(50) NOT NULL,
  `diff` longtext NOT NULL DEFAULT (''),
  PRIMARY KEY (`id`),
  INDEX `kit_history_model_object_idx` (`model`, `object`)
) CHARSET utf8mb4;

-- +goose Down
DROP TABLE `kit_history`;
DROP TABLE `kit_schedules`;
DROP TABLE `kit_jobs`;
DROP TABLE `kit_sessions`;
