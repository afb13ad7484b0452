CREATE TABLE hidden (
    entry        INTEGER NOT NULL,
    position     INTEGER NOT NULL,
    words_before INTEGER NOT NULL,
    words_after  INTEGER NOT NULL,
    spans        STRUCT(start_s DOUBLE, end_s DOUBLE)[] NOT NULL,
    taken_out    VARCHAR NOT NULL,
    hidden_utc   TIMESTAMP NOT NULL
);
COMMENT ON TABLE hidden IS 'One row for each time that you asked for something to be forgotten, until the evening closes and it is gone for good.';
COMMENT ON COLUMN hidden.entry IS 'The entry it was said in: entries.number.';
COMMENT ON COLUMN hidden.position IS 'Counts up: the highest is what you asked for last, and what "keep it" brings back.';
COMMENT ON COLUMN hidden.words_before IS 'The words that it was still in: transcripts.version; 0 where there were none yet.';
COMMENT ON COLUMN hidden.words_after IS 'The words without it: transcripts.version.';
COMMENT ON COLUMN hidden.spans IS 'Where it is in the sound of the entry, in seconds: start_s and end_s. Until it is gone the sound is not in use.';
COMMENT ON COLUMN hidden.taken_out IS 'What was taken out of other tables with it, to be put back as it was, as JSON; an empty text for nothing.';
COMMENT ON COLUMN hidden.hidden_utc IS 'When you asked for it, in universal time.';

CREATE TABLE private_names (
    name     VARCHAR   NOT NULL,
    salt     VARCHAR   NOT NULL,
    digest   VARCHAR   NOT NULL,
    made_utc TIMESTAMP NOT NULL
);
COMMENT ON TABLE private_names IS 'One row for each person whose name you keep private. The name itself is not here.';
COMMENT ON COLUMN private_names.name IS 'The private name that stands for it.';
COMMENT ON COLUMN private_names.salt IS 'A random key for the fingerprint.';
COMMENT ON COLUMN private_names.digest IS 'A fingerprint of the name (HMAC-SHA256), by which it is known again when you say it.';
COMMENT ON COLUMN private_names.made_utc IS 'When you asked for it, in universal time.';
