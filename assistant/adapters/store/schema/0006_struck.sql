CREATE TABLE struck (
    uid        VARCHAR   NOT NULL PRIMARY KEY,
    struck_utc TIMESTAMP NOT NULL
);
COMMENT ON TABLE struck IS 'One row for each entry that you struck: nothing of it but that it is not to come back with a backup.';
COMMENT ON COLUMN struck.uid IS 'The long name that the entry had.';
COMMENT ON COLUMN struck.struck_utc IS 'When you struck it, in universal time.';
