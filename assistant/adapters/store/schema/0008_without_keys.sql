-- Without keys: each commit wrote most of their pages again, which at ten years of nights took longer than all else.
-- That no name is given twice is looked up under the journal's lock before a row is added.
CREATE TABLE entries_without_keys (
    number             INTEGER NOT NULL,
    night              DATE NOT NULL,
    said_at            TIMESTAMP NOT NULL,
    state              VARCHAR NOT NULL,
    source             VARCHAR NOT NULL,
    recording_version  INTEGER NOT NULL,
    transcript_version INTEGER NOT NULL,
    reading_version    INTEGER NOT NULL,
    answers            VARCHAR,
    origin_sha256      VARCHAR,
    uid                VARCHAR NOT NULL,
    utc                TIMESTAMP NOT NULL,
    offset_minutes     INTEGER NOT NULL,
    zone               VARCHAR NOT NULL
);
INSERT INTO entries_without_keys BY NAME FROM entries ORDER BY number;
DROP TABLE entries;
ALTER TABLE entries_without_keys RENAME TO entries;
COMMENT ON TABLE entries IS 'One row for each thing you said, added, typed or imported. A night has any number of them.';
COMMENT ON COLUMN entries.number IS 'The small number that Between shows. Never given twice.';
COMMENT ON COLUMN entries.night IS 'The night it belongs to: before five in the morning (or the hour in your settings) it is still the night before.';
COMMENT ON COLUMN entries.said_at IS 'When you began, by the clock on your wall.';
COMMENT ON COLUMN entries.state IS '`words`; `pending`: the sound is kept and its words are still to be made; `wordless`: listened to, and no words found.';
COMMENT ON COLUMN entries.source IS '`talk` for an evening, `add` for a recording made elsewhere, `type` for the keyboard, `import` for what came from another program.';
COMMENT ON COLUMN entries.recording_version IS 'The recording in use, as in recordings.version; 0 for none.';
COMMENT ON COLUMN entries.transcript_version IS 'The words in use, as in transcripts.version; 0 for none yet.';
COMMENT ON COLUMN entries.reading_version IS 'The reading of these words, as in readings.version; 0 for none yet.';
COMMENT ON COLUMN entries.answers IS 'The question this answers, as in asked.uid; empty (NULL) where it answers none.';
COMMENT ON COLUMN entries.origin_sha256 IS 'Fingerprint of the samples of an added or imported recording, to know it again; NULL for the others.';
COMMENT ON COLUMN entries.uid IS 'Long name, 32 letters and digits, the same on every machine.';
COMMENT ON COLUMN entries.utc IS 'The same moment as said_at, in universal time.';
COMMENT ON COLUMN entries.offset_minutes IS 'Minutes that your clock was ahead of universal time.';
COMMENT ON COLUMN entries.zone IS 'Time zone such as Europe/Paris; an empty text where the system did not say.';
CREATE TABLE asked_without_keys (
    uid            VARCHAR NOT NULL,
    night          DATE NOT NULL,
    asked_at       TIMESTAMP NOT NULL,
    question       VARCHAR NOT NULL,
    text           VARCHAR NOT NULL,
    after_entry    VARCHAR,
    utc            TIMESTAMP NOT NULL,
    offset_minutes INTEGER NOT NULL,
    zone           VARCHAR NOT NULL
);
INSERT INTO asked_without_keys BY NAME FROM asked ORDER BY utc, uid;
DROP TABLE asked;
ALTER TABLE asked_without_keys RENAME TO asked;
COMMENT ON TABLE asked IS 'One row for each question that Between asked you. The answer is the entry whose `answers` is its uid.';
COMMENT ON COLUMN asked.uid IS 'Long name of this asking.';
COMMENT ON COLUMN asked.night IS 'The night it was asked in.';
COMMENT ON COLUMN asked.asked_at IS 'When, by the clock on your wall.';
COMMENT ON COLUMN asked.question IS 'Which question, by its name in the question files, such as `paused.what_helped`.';
COMMENT ON COLUMN asked.text IS 'What was asked, word for word.';
COMMENT ON COLUMN asked.after_entry IS 'The entry it was asked after: entries.uid; NULL where it followed none.';
COMMENT ON COLUMN asked.utc IS 'The same moment as asked_at, in universal time.';
COMMENT ON COLUMN asked.offset_minutes IS 'Minutes that your clock was ahead of universal time.';
COMMENT ON COLUMN asked.zone IS 'Time zone such as Europe/Paris; an empty text where the system did not say.';
