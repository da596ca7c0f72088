-- +goose Up
CREATE TABLE `kit_sessions` (
  `token` varchar NOT NULL,
  `data` text NOT NULL,
  `expires_at` datetime NOT NULL,
  PRIMARY KEY (`token`)
);
CREATE INDEX `kit_sessions_expires_at_idx` ON `kit_sessions` (`expires_at`);
CREATE TABLE `kit_jobs` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `name` varchar NOT NULL,
  `payload` text NOT NULL,
  `run_at` datetime NULL,
  `attempts` integer NOT NULL,
  `worker` varchar NOT NULL DEFAULT '',
  `slot` varchar NULL,
  `error` text NOT NULL DEFAULT '',
  `created_at` datetime NOT NULL,
  `updated_at` datetime NOT NULL
);
CREATE INDEX `kit_jobs_run_at_idx` ON `kit_jobs` (`run_at`);
CREATE UNIQUE INDEX `kit_jobs_slot_key` ON `kit_jobs` (`slot`);
CREATE TABLE `kit_schedules` (
  `name` varchar NOT NULL,
  `spec` varchar NOT NULL,
  `next_at` datetime NOT NULL,
  PRIMARY KEY (`name`)
);
CREATE TABLE `kit_history` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `at` datetime NOT NULL,
  `user_id` integer NOT NULL,
  `user_name` varchar NOT NULL,
  `model` varchar NOT NULL,
  `object` varchar NOT NULL,
  `label` varchar NOT NULL,
  `action` varchar NOT NULL,
  `diff` text NOT NULL DEFAULT ''
);
CREATE INDEX `kit_history_model_object_idx` ON `kit_history` (`model`, `object`);

-- +goose Down
DROP TABLE `kit_history`;
DROP TABLE `kit_schedules`;
DROP TABLE `kit_jobs`;
DROP TABLE `kit_sessions`;
