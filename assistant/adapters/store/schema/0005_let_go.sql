ALTER TABLE recordings ADD COLUMN let_go_utc TIMESTAMP;
COMMENT ON COLUMN recordings.let_go_utc IS 'When its sound was let go, as your settings ask, in universal time: the file is gone, the words stay. NULL while the file is kept.';
