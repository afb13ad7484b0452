CREATE SEQUENCE entry_numbers;

CREATE TABLE entries (
    number             INTEGER   NOT NULL PRIMARY KEY,
    night              DATE      NOT NULL,
    said_at            TIMESTAMP NOT NULL,
    state              VARCHAR   NOT NULL,
    source             VARCHAR   NOT NULL,
    recording_version  INTEGER   NOT NULL,
    transcript_version INTEGER   NOT NULL,
    reading_version    INTEGER   NOT NULL,
    answers            VARCHAR,
    origin_sha256      VARCHAR,
    uid                VARCHAR   NOT NULL UNIQUE,
    utc                TIMESTAMP NOT NULL,
    offset_minutes     INTEGER   NOT NULL,
    zone               VARCHAR   NOT NULL
);
COMMENT ON TABLE entries IS 'One row for each thing you said, added or typed. A night has any number of them.';
COMMENT ON COLUMN entries.number IS 'The small number that Between shows. Never given twice.';
COMMENT ON COLUMN entries.night IS 'The night it belongs to: before five in the morning (or the hour in your settings) it is still the night before.';
COMMENT ON COLUMN entries.said_at IS 'When you began, by the clock on your wall.';
COMMENT ON COLUMN entries.state IS '`words`; `pending`: the sound is kept and its words are still to be made; `wordless`: listened to, and no words found.';
COMMENT ON COLUMN entries.source IS '`talk` for an evening, `add` for a recording made elsewhere, `type` for the keyboard.';
COMMENT ON COLUMN entries.recording_version IS 'The recording in use, as in recordings.version; 0 for none.';
COMMENT ON COLUMN entries.transcript_version IS 'The words in use, as in transcripts.version; 0 for none yet.';
COMMENT ON COLUMN entries.reading_version IS 'The reading of these words, as in readings.version; 0 for none yet.';
COMMENT ON COLUMN entries.answers IS 'The question this answers, as in asked.uid; empty (NULL) where it answers none.';
COMMENT ON COLUMN entries.origin_sha256 IS 'Fingerprint of the samples of an added recording, to know it again; NULL for the others.';
COMMENT ON COLUMN entries.uid IS 'Long name, 32 letters and digits, the same on every machine.';
COMMENT ON COLUMN entries.utc IS 'The same moment as said_at, in universal time.';
COMMENT ON COLUMN entries.offset_minutes IS 'Minutes that your clock was ahead of universal time.';
COMMENT ON COLUMN entries.zone IS 'Time zone such as Europe/Paris; an empty text where the system did not say.';

CREATE TABLE recordings (
    entry      INTEGER   NOT NULL,
    version    INTEGER   NOT NULL,
    file_name  VARCHAR   NOT NULL,
    seconds    DOUBLE    NOT NULL,
    size_bytes BIGINT    NOT NULL,
    sha256     VARCHAR   NOT NULL,
    kept_utc   TIMESTAMP NOT NULL
);
COMMENT ON TABLE recordings IS 'One row for each sound file that lies beside the journal.';
COMMENT ON COLUMN recordings.entry IS 'The entry it belongs to: entries.number.';
COMMENT ON COLUMN recordings.version IS '1 for the first file of an entry. entries.recording_version says which is in use.';
COMMENT ON COLUMN recordings.file_name IS 'Name of the file in the folder `recordings`. Random, so that it tells nothing.';
COMMENT ON COLUMN recordings.seconds IS 'How long it is.';
COMMENT ON COLUMN recordings.size_bytes IS 'How big the file is, in bytes.';
COMMENT ON COLUMN recordings.sha256 IS 'Fingerprint of the file, to see that it is whole.';
COMMENT ON COLUMN recordings.kept_utc IS 'When it was kept, in universal time.';

CREATE TABLE transcripts (
    entry    INTEGER   NOT NULL,
    version  INTEGER   NOT NULL,
    engine   VARCHAR   NOT NULL,
    model    VARCHAR   NOT NULL,
    dropped  INTEGER   NOT NULL,
    made_utc TIMESTAMP NOT NULL
);
COMMENT ON TABLE transcripts IS 'One row for each time that an entry''s words were made. Earlier versions stay.';
COMMENT ON COLUMN transcripts.entry IS 'The entry it belongs to: entries.number.';
COMMENT ON COLUMN transcripts.version IS '1 for the first words of an entry, 2 when they were made again. entries.transcript_version says which is in use.';
COMMENT ON COLUMN transcripts.engine IS 'What wrote them: `faster-whisper`, or `keyboard` for you.';
COMMENT ON COLUMN transcripts.model IS 'Name of the speech model; an empty text for the keyboard.';
COMMENT ON COLUMN transcripts.dropped IS 'Pieces left out because the model made them up where nobody spoke.';
COMMENT ON COLUMN transcripts.made_utc IS 'When they were made, in universal time.';

CREATE TABLE utterances (
    entry             INTEGER NOT NULL,
    version           INTEGER NOT NULL,
    position          INTEGER NOT NULL,
    text              VARCHAR NOT NULL,
    start_s           DOUBLE  NOT NULL,
    end_s             DOUBLE  NOT NULL,
    words             STRUCT(text VARCHAR, start_s DOUBLE, end_s DOUBLE, probability DOUBLE)[] NOT NULL,
    avg_logprob       DOUBLE  NOT NULL,
    no_speech_prob    DOUBLE  NOT NULL,
    compression_ratio DOUBLE  NOT NULL
);
COMMENT ON TABLE utterances IS 'One row for each piece of speech (about a sentence) in every version of the words. For the words in use alone, read current_utterances.';
COMMENT ON COLUMN utterances.entry IS 'The entry it belongs to: entries.number.';
COMMENT ON COLUMN utterances.version IS 'The version of the words: transcripts.version.';
COMMENT ON COLUMN utterances.position IS 'Place in the entry, from 0.';
COMMENT ON COLUMN utterances.text IS 'What was said.';
COMMENT ON COLUMN utterances.start_s IS 'Where it begins in the recording, in seconds; 0 for typed text.';
COMMENT ON COLUMN utterances.end_s IS 'Where it ends in the recording, in seconds; 0 for typed text.';
COMMENT ON COLUMN utterances.words IS 'Its words, each with text, start_s and end_s in the recording, and probability (0 to 1: how sure the model was). unnest(words) makes rows of them.';
COMMENT ON COLUMN utterances.avg_logprob IS 'How sure the model was of the whole: near 0 is sure, below -1 is doubtful.';
COMMENT ON COLUMN utterances.no_speech_prob IS 'How likely it seemed that nobody spoke, 0 to 1.';
COMMENT ON COLUMN utterances.compression_ratio IS 'How much the text repeats itself: above 2.4 the model was probably going round in circles.';

CREATE TABLE readings (
    entry              INTEGER   NOT NULL,
    version            INTEGER   NOT NULL,
    transcript_version INTEGER   NOT NULL,
    tagger             VARCHAR   NOT NULL,
    safety             VARCHAR   NOT NULL,
    safety_made_by     VARCHAR   NOT NULL,
    safety_evidence    VARCHAR,
    safety_utterance   INTEGER,
    safety_start       INTEGER,
    safety_end         INTEGER,
    made_utc           TIMESTAMP NOT NULL
);
COMMENT ON TABLE readings IS 'One row for each time that an entry was read for feelings and doings. Earlier readings stay.';
COMMENT ON COLUMN readings.entry IS 'The entry that was read: entries.number.';
COMMENT ON COLUMN readings.version IS '1 for the first reading of an entry. entries.reading_version says which is in use.';
COMMENT ON COLUMN readings.transcript_version IS 'The version of the words that were read: transcripts.version.';
COMMENT ON COLUMN readings.tagger IS 'Name and version of what read them.';
COMMENT ON COLUMN readings.safety IS '`none`, `concern` or `crisis`: whether the words called for care before any question.';
COMMENT ON COLUMN readings.safety_made_by IS 'The rule or the model that decided so.';
COMMENT ON COLUMN readings.safety_evidence IS 'The words that show it; NULL where there is nothing to show.';
COMMENT ON COLUMN readings.safety_utterance IS 'The sentence these words are in: utterances.position.';
COMMENT ON COLUMN readings.safety_start IS 'Where they begin in the sentence, in characters from 0.';
COMMENT ON COLUMN readings.safety_end IS 'The character after their last.';
COMMENT ON COLUMN readings.made_utc IS 'When it was read, in universal time.';

CREATE TABLE tags (
    entry          INTEGER NOT NULL,
    version        INTEGER NOT NULL,
    position       INTEGER NOT NULL,
    kind           VARCHAR NOT NULL,
    label          VARCHAR NOT NULL,
    detail         VARCHAR NOT NULL,
    score          DOUBLE  NOT NULL,
    evidence       VARCHAR NOT NULL,
    utterance      INTEGER NOT NULL,
    evidence_start INTEGER NOT NULL,
    evidence_end   INTEGER NOT NULL,
    made_by        VARCHAR NOT NULL
);
COMMENT ON TABLE tags IS 'One row for each feeling, doing, theme or person heard, in every reading. For the readings in use alone, read current_tags.';
COMMENT ON COLUMN tags.entry IS 'The entry it was heard in: entries.number.';
COMMENT ON COLUMN tags.version IS 'The reading it belongs to: readings.version.';
COMMENT ON COLUMN tags.position IS 'Place among the tags of its reading, from 0.';
COMMENT ON COLUMN tags.kind IS '`emotion`, `behaviour`, `theme` or `person`.';
COMMENT ON COLUMN tags.label IS 'Which one, such as `anxiety`, `set_boundary`, `work` or `mother`.';
COMMENT ON COLUMN tags.detail IS 'For an emotion `said` or `shown`; for a behaviour `done`, `not_done` or `intended`; otherwise an empty text.';
COMMENT ON COLUMN tags.score IS 'How sure, from 0 to 1.';
COMMENT ON COLUMN tags.evidence IS 'Your words that show it.';
COMMENT ON COLUMN tags.utterance IS 'The sentence they are in: utterances.position.';
COMMENT ON COLUMN tags.evidence_start IS 'Where they begin in the sentence, in characters from 0.';
COMMENT ON COLUMN tags.evidence_end IS 'The character after their last.';
COMMENT ON COLUMN tags.made_by IS 'The rule or the model that found it.';

CREATE TABLE asked (
    uid            VARCHAR   NOT NULL PRIMARY KEY,
    night          DATE      NOT NULL,
    asked_at       TIMESTAMP NOT NULL,
    question       VARCHAR   NOT NULL,
    text           VARCHAR   NOT NULL,
    after_entry    VARCHAR,
    utc            TIMESTAMP NOT NULL,
    offset_minutes INTEGER   NOT NULL,
    zone           VARCHAR   NOT NULL
);
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
