CREATE VIEW current_utterances AS
SELECT
    entry, night, said_at, position, text, start_s, end_s, words,
    avg_logprob, no_speech_prob, compression_ratio
FROM utterances
JOIN entries ON utterances.entry = entries.number AND utterances.version = entries.transcript_version;
COMMENT ON VIEW current_utterances IS 'One row for each piece of speech (about a sentence), in the words that are in use.';
COMMENT ON COLUMN current_utterances.entry IS 'The entry it belongs to: entries.number.';
COMMENT ON COLUMN current_utterances.night IS 'The night of that entry.';
COMMENT ON COLUMN current_utterances.said_at IS 'When that entry began, by the clock on your wall.';
COMMENT ON COLUMN current_utterances.position IS 'Place in the entry, from 0.';
COMMENT ON COLUMN current_utterances.text IS 'What was said.';
COMMENT ON COLUMN current_utterances.start_s IS 'Where it begins in the recording, in seconds; 0 for typed text.';
COMMENT ON COLUMN current_utterances.end_s IS 'Where it ends in the recording, in seconds; 0 for typed text.';
COMMENT ON COLUMN current_utterances.words IS 'Its words with their times, as in utterances.words.';
COMMENT ON COLUMN current_utterances.avg_logprob IS 'How sure the model was of the whole: near 0 is sure, below -1 is doubtful.';
COMMENT ON COLUMN current_utterances.no_speech_prob IS 'How likely it seemed that nobody spoke, 0 to 1.';
COMMENT ON COLUMN current_utterances.compression_ratio IS 'How much the text repeats itself.';

CREATE VIEW current_tags AS
SELECT
    entry, night, said_at, kind, label, detail, score, evidence,
    utterance, evidence_start, evidence_end, position, made_by
FROM tags
JOIN entries ON tags.entry = entries.number AND tags.version = entries.reading_version;
COMMENT ON VIEW current_tags IS 'One row for each feeling, doing, theme or person heard, in the readings that are in use.';
COMMENT ON COLUMN current_tags.entry IS 'The entry it was heard in: entries.number.';
COMMENT ON COLUMN current_tags.night IS 'The night of that entry.';
COMMENT ON COLUMN current_tags.said_at IS 'When that entry began, by the clock on your wall.';
COMMENT ON COLUMN current_tags.kind IS '`emotion`, `behaviour`, `theme` or `person`.';
COMMENT ON COLUMN current_tags.label IS 'Which one, such as `anxiety`, `set_boundary`, `work` or `mother`.';
COMMENT ON COLUMN current_tags.detail IS 'For an emotion `said` or `shown`; for a behaviour `done`, `not_done` or `intended`; otherwise an empty text.';
COMMENT ON COLUMN current_tags.score IS 'How sure, from 0 to 1.';
COMMENT ON COLUMN current_tags.evidence IS 'Your words that show it.';
COMMENT ON COLUMN current_tags.utterance IS 'The sentence they are in: current_utterances.position.';
COMMENT ON COLUMN current_tags.evidence_start IS 'Where they begin in the sentence, in characters from 0.';
COMMENT ON COLUMN current_tags.evidence_end IS 'The character after their last.';
COMMENT ON COLUMN current_tags.position IS 'Place among the tags of its reading, from 0.';
COMMENT ON COLUMN current_tags.made_by IS 'The rule or the model that found it.';
