-- +goose Up
CREATE TABLE notes (
  id integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  title varchar(200) NOT NULL,
  body text NOT NULL,
  created_at datetime NOT NULL,
  updated_at datetime NOT NULL
);
CREATE INDEX notes_updated_at_idx ON notes (updated_at);

-- +goose Down
DROP TABLE notes;
