-- +goose Up
ALTER TABLE users ADD COLUMN staff boolean NOT NULL DEFAULT false;

-- +goose Down
ALTER TABLE users DROP COLUMN staff;
