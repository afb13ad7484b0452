ALTER TABLE readings ADD COLUMN untagged VARCHAR DEFAULT '';
COMMENT ON COLUMN readings.untagged IS 'Why nothing was tagged: `no_words` for only fillers, `other_language`, `loop` where the speech model went round in circles; an empty text where it was read as usual.';

CREATE TABLE measures (
    entry          INTEGER NOT NULL,
    version        INTEGER NOT NULL,
    position       INTEGER NOT NULL,
    kind           VARCHAR NOT NULL,
    value          VARCHAR NOT NULL,
    lower_s        DOUBLE  NOT NULL,
    upper_s        DOUBLE  NOT NULL,
    evidence       VARCHAR NOT NULL,
    utterance      INTEGER NOT NULL,
    evidence_start INTEGER NOT NULL,
    evidence_end   INTEGER NOT NULL,
    made_by        VARCHAR NOT NULL
);
COMMENT ON TABLE measures IS 'One row for each time that a reading found when you noticed an old pattern, or how long you waited. For the readings in use alone, read current_measures.';
COMMENT ON COLUMN measures.entry IS 'The entry it was heard in: entries.number.';
COMMENT ON COLUMN measures.version IS 'The reading it belongs to: readings.version.';
COMMENT ON COLUMN measures.position IS 'Place among the measures of its reading, from 0.';
COMMENT ON COLUMN measures.kind IS '`catch_point`: when an old pattern was noticed; `pause`: how long you waited before you reacted or answered.';
COMMENT ON COLUMN measures.value IS 'For a catch point `before`, `during`, `just_after`, `later` or `next_day`; an empty text for a pause.';
COMMENT ON COLUMN measures.lower_s IS 'A pause lasted at least so many seconds; 0 for a catch point.';
COMMENT ON COLUMN measures.upper_s IS 'A pause lasted at most so many seconds; 0 for a catch point.';
COMMENT ON COLUMN measures.evidence IS 'Your words that show it.';
COMMENT ON COLUMN measures.utterance IS 'The sentence they are in: utterances.position.';
COMMENT ON COLUMN measures.evidence_start IS 'Where they begin in the sentence, in characters from 0.';
COMMENT ON COLUMN measures.evidence_end IS 'The character after their last.';
COMMENT ON COLUMN measures.made_by IS 'The rule that found it.';

CREATE VIEW current_measures AS
SELECT
    entry, night, said_at, kind, value, lower_s, upper_s, evidence,
    utterance, evidence_start, evidence_end, position, made_by
FROM measures
JOIN entries ON measures.entry = entries.number AND measures.version = entries.reading_version;
COMMENT ON VIEW current_measures IS 'One row for each time that you noticed an old pattern or waited, in the readings that are in use.';
COMMENT ON COLUMN current_measures.entry IS 'The entry it was heard in: entries.number.';
COMMENT ON COLUMN current_measures.night IS 'The night of that entry.';
COMMENT ON COLUMN current_measures.said_at IS 'When that entry began, by the clock on your wall.';
COMMENT ON COLUMN current_measures.kind IS '`catch_point`: when an old pattern was noticed; `pause`: how long you waited before you reacted or answered.';
COMMENT ON COLUMN current_measures.value IS 'For a catch point `before`, `during`, `just_after`, `later` or `next_day`; an empty text for a pause.';
COMMENT ON COLUMN current_measures.lower_s IS 'A pause lasted at least so many seconds; 0 for a catch point.';
COMMENT ON COLUMN current_measures.upper_s IS 'A pause lasted at most so many seconds; 0 for a catch point.';
COMMENT ON COLUMN current_measures.evidence IS 'Your words that show it.';
COMMENT ON COLUMN current_measures.utterance IS 'The sentence they are in: current_utterances.position.';
COMMENT ON COLUMN current_measures.evidence_start IS 'Where they begin in the sentence, in characters from 0.';
COMMENT ON COLUMN current_measures.evidence_end IS 'The character after their last.';
COMMENT ON COLUMN current_measures.position IS 'Place among the measures of its reading, from 0.';
COMMENT ON COLUMN current_measures.made_by IS 'The rule that found it.';

CREATE TABLE corrections (
    entry          INTEGER   NOT NULL,
    position       INTEGER   NOT NULL,
    kind           VARCHAR   NOT NULL,
    label          VARCHAR   NOT NULL,
    detail         VARCHAR   NOT NULL,
    verdict        VARCHAR   NOT NULL,
    evidence       VARCHAR,
    utterance      INTEGER,
    evidence_start INTEGER,
    evidence_end   INTEGER,
    tagger         VARCHAR   NOT NULL,
    made_by        VARCHAR   NOT NULL,
    made_utc       TIMESTAMP NOT NULL
);
COMMENT ON TABLE corrections IS 'One row for each time that you said of a tag that it is right, wrong or missed. They hold for every reading of the entry. For your newest word alone, read current_corrections.';
COMMENT ON COLUMN corrections.entry IS 'The entry it is about: entries.number.';
COMMENT ON COLUMN corrections.position IS 'Place among your corrections of this entry, from 0. Of several about the same tag the last one counts.';
COMMENT ON COLUMN corrections.kind IS '`emotion`, `behaviour`, `theme` or `person`.';
COMMENT ON COLUMN corrections.label IS 'Which one, such as `anxiety`, `set_boundary`, `work` or `mother`.';
COMMENT ON COLUMN corrections.detail IS 'As in tags.detail. A doing is another one by its detail; a feeling is the same one, said or shown.';
COMMENT ON COLUMN corrections.verdict IS '`right`, `wrong`, or `missed` for what you added. To name another label is a wrong one and a missed one.';
COMMENT ON COLUMN corrections.evidence IS 'Your words that show it; NULL where you added it without words.';
COMMENT ON COLUMN corrections.utterance IS 'The sentence they are in, in the words in use: current_utterances.position; NULL where they stand in none.';
COMMENT ON COLUMN corrections.evidence_start IS 'Where they begin in the sentence, in characters from 0.';
COMMENT ON COLUMN corrections.evidence_end IS 'The character after their last.';
COMMENT ON COLUMN corrections.tagger IS 'Name and version of what had read the entry then.';
COMMENT ON COLUMN corrections.made_by IS 'The rule or the model that had found the tag, `you` for one that you had added; an empty text for a missed one.';
COMMENT ON COLUMN corrections.made_utc IS 'When you said so, in universal time.';

CREATE VIEW current_corrections AS
SELECT
    entry, night, said_at, kind, label, detail, verdict, evidence,
    utterance, evidence_start, evidence_end, corrections.position, tagger, made_by, made_utc
FROM corrections
JOIN entries ON corrections.entry = entries.number
QUALIFY row_number() OVER (
    PARTITION BY entry, kind, label, if(kind = 'behaviour', detail, '') ORDER BY corrections.position DESC
) = 1;
COMMENT ON VIEW current_corrections IS 'One row for each tag that you said something of: your newest word on it.';
COMMENT ON COLUMN current_corrections.entry IS 'The entry it is about: entries.number.';
COMMENT ON COLUMN current_corrections.night IS 'The night of that entry.';
COMMENT ON COLUMN current_corrections.said_at IS 'When that entry began, by the clock on your wall.';
COMMENT ON COLUMN current_corrections.kind IS '`emotion`, `behaviour`, `theme` or `person`.';
COMMENT ON COLUMN current_corrections.label IS 'Which one, such as `anxiety`, `set_boundary`, `work` or `mother`.';
COMMENT ON COLUMN current_corrections.detail IS 'As in tags.detail. A doing is another one by its detail; a feeling is the same one, said or shown.';
COMMENT ON COLUMN current_corrections.verdict IS '`right`, `wrong`, or `missed` for what you added.';
COMMENT ON COLUMN current_corrections.evidence IS 'Your words that show it; NULL where you added it without words.';
COMMENT ON COLUMN current_corrections.utterance IS 'The sentence they are in: current_utterances.position; NULL where they stand in none.';
COMMENT ON COLUMN current_corrections.evidence_start IS 'Where they begin in the sentence, in characters from 0.';
COMMENT ON COLUMN current_corrections.evidence_end IS 'The character after their last.';
COMMENT ON COLUMN current_corrections.position IS 'Place among your corrections of this entry, from 0.';
COMMENT ON COLUMN current_corrections.tagger IS 'Name and version of what had read the entry then.';
COMMENT ON COLUMN current_corrections.made_by IS 'The rule or the model that had found the tag, `you` for one that you had added; an empty text for a missed one.';
COMMENT ON COLUMN current_corrections.made_utc IS 'When you said so, in universal time.';

DROP VIEW current_tags;
CREATE VIEW current_tags AS
WITH heard AS (
    SELECT tags.*, night, said_at
    FROM tags
    JOIN entries ON tags.entry = entries.number AND tags.version = entries.reading_version
)
SELECT
    entry, night, said_at, kind, label, detail, score, evidence,
    utterance, evidence_start, evidence_end, position, made_by
FROM heard
WHERE NOT EXISTS (
    FROM current_corrections AS said
    WHERE said.entry = heard.entry AND said.kind = heard.kind AND said.label = heard.label
        AND (said.kind <> 'behaviour' OR said.detail = heard.detail)
        -- words of your own for it go before those that were found
        AND (said.verdict = 'wrong' OR (said.verdict = 'missed' AND said.evidence IS NOT NULL))
)
UNION ALL
SELECT
    entry, night, said_at, kind, label, detail, 1.0, coalesce(evidence, ''),
    utterance, evidence_start, evidence_end,
    (SELECT count(*)::INTEGER FROM heard WHERE heard.entry = said.entry) + position, 'you'
FROM current_corrections AS said
WHERE said.verdict = 'missed' AND said.evidence IS NOT NULL
    OR said.verdict <> 'wrong' AND NOT EXISTS (
        FROM heard
        WHERE heard.entry = said.entry AND heard.kind = said.kind AND heard.label = said.label
            AND (said.kind <> 'behaviour' OR said.detail = heard.detail)
    );
COMMENT ON VIEW current_tags IS 'One row for each feeling, doing, theme or person heard, in the readings that are in use: without what you said is wrong, and with what you said was missed.';
COMMENT ON COLUMN current_tags.entry IS 'The entry it was heard in: entries.number.';
COMMENT ON COLUMN current_tags.night IS 'The night of that entry.';
COMMENT ON COLUMN current_tags.said_at IS 'When that entry began, by the clock on your wall.';
COMMENT ON COLUMN current_tags.kind IS '`emotion`, `behaviour`, `theme` or `person`.';
COMMENT ON COLUMN current_tags.label IS 'Which one, such as `anxiety`, `set_boundary`, `work` or `mother`.';
COMMENT ON COLUMN current_tags.detail IS 'For an emotion `said` or `shown`; for a behaviour `done`, `not_done` or `intended`; otherwise an empty text.';
COMMENT ON COLUMN current_tags.score IS 'How sure, from 0 to 1; 1 for what you added.';
COMMENT ON COLUMN current_tags.evidence IS 'Your words that show it; an empty text where you added it without words.';
COMMENT ON COLUMN current_tags.utterance IS 'The sentence they are in: current_utterances.position; NULL where you added it and they stand in none.';
COMMENT ON COLUMN current_tags.evidence_start IS 'Where they begin in the sentence, in characters from 0.';
COMMENT ON COLUMN current_tags.evidence_end IS 'The character after their last.';
COMMENT ON COLUMN current_tags.position IS 'Place among the tags of its reading, from 0; what you added comes after.';
COMMENT ON COLUMN current_tags.made_by IS 'The rule or the model that found it; `you` for what you added.';
