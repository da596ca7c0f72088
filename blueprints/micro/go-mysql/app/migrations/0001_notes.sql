-- +goose Up
CREATE TABLE notes (
  id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY,
  title varchar(200) NOT NULL,
  body longtext NOT NULL,
  created_at datetime(6) NOT NULL,
  updated_at datetime(6) NOT NULL,
  INDEX notes_updated_at_idx (updated_at)
) CHARSET utf8mb4;

-- +goose Down
DROP TABLE notes;
