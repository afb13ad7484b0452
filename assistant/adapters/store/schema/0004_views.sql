-- The journal in human words. current_tags is the same as before, and four times as quick on ten years of nights.

DROP VIEW current_tags;
CREATE VIEW current_tags AS
SELECT
    tags.entry, night, said_at, kind, label, detail, score, evidence,
    utterance, evidence_start, evidence_end, position, made_by
FROM tags
JOIN entries ON tags.entry = entries.number AND tags.version = entries.reading_version
ANTI JOIN (
    SELECT entry, kind, label, if(kind = 'behaviour', detail, '') AS status
    FROM corrections
    GROUP BY ALL
    -- words of your own for it go before those that were found
    HAVING arg_max(verdict = 'wrong' OR (verdict = 'missed' AND evidence IS NOT NULL), position)
) AS gone
    ON tags.entry = gone.entry AND tags.kind = gone.kind AND tags.label = gone.label
    AND if(tags.kind = 'behaviour', tags.detail, '') = gone.status
UNION ALL
SELECT
    entry, night, said_at, kind, label, detail, 1.0, evidence,
    utterance, evidence_start, evidence_end, 1_000_000 + position, 'you'
FROM current_corrections
WHERE verdict = 'missed' AND evidence IS NOT NULL
UNION ALL
SELECT
    said.entry, said.night, said.said_at, said.kind, said.label, said.detail, 1.0, coalesce(said.evidence, ''),
    said.utterance, said.evidence_start, said.evidence_end, 1_000_000 + said.position, 'you'
FROM current_corrections AS said
-- A left join and not NOT EXISTS: what is asked of `said` then narrows down the tags too, which are many.
LEFT JOIN (
    SELECT tags.entry, kind, label, if(kind = 'behaviour', detail, '') AS status
    FROM tags
    JOIN entries ON tags.entry = entries.number AND tags.version = entries.reading_version
) AS found
    ON said.entry = found.entry AND said.kind = found.kind AND said.label = found.label
    AND if(said.kind = 'behaviour', said.detail, '') = found.status
WHERE found.entry IS NULL AND (said.verdict = 'right' OR (said.verdict = 'missed' AND said.evidence IS NULL));
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
COMMENT ON COLUMN current_tags.position IS 'Place among the tags of its reading, from 0; what you added comes after, from a million on.';
COMMENT ON COLUMN current_tags.made_by IS 'The rule or the model that found it; `you` for what you added.';

CREATE VIEW sentences AS
SELECT
    night, said_at, entry, position + 1 AS sentence,
    if(end_s > 0, start_s, NULL) AS start_s, if(end_s > 0, end_s, NULL) AS end_s, text
FROM utterances
JOIN entries ON utterances.entry = entries.number AND utterances.version = entries.transcript_version;
COMMENT ON VIEW sentences IS 'One row for each sentence you said, added or typed, in the words that are in use.';
COMMENT ON COLUMN sentences.night IS 'The night of that entry.';
COMMENT ON COLUMN sentences.said_at IS 'When that entry began, by the clock on your wall.';
COMMENT ON COLUMN sentences.entry IS 'The entry it is in, as `between show` takes it: entries.number.';
COMMENT ON COLUMN sentences.sentence IS 'Which sentence of it, from 1: entry 12 and sentence 3 is `between play 12.3`.';
COMMENT ON COLUMN sentences.start_s IS 'The second of the recording at which it begins; NULL for typed text.';
COMMENT ON COLUMN sentences.end_s IS 'The second at which it ends; NULL for typed text.';
COMMENT ON COLUMN sentences.text IS 'What you said.';

CREATE MACRO second_of(words, text, start, start_s, end_s) AS
    -- As many blanks before the evidence are as many words. What the speech model hears as two words and writes as one
    -- (10:30) makes it a word early. Typed text has no times.
    if(
        end_s > 0,
        coalesce(
            words[least(len(words), 1 + length(left(text, start)) - length(replace(left(text, start), ' ', '')))].start_s,
            start_s
        ),
        NULL
    );
COMMENT ON MACRO second_of IS 'The second at which the words begin that stand at character `start` of a sentence.';

CREATE VIEW heard AS
SELECT
    tag.night, tag.said_at, tag.entry, tag.utterance + 1 AS sentence,
    second_of(said.words, said.text, tag.evidence_start, said.start_s, said.end_s) AS start_s,
    kind, label, detail, evidence AS words, said.text, score, made_by
FROM current_tags AS tag
LEFT JOIN current_utterances AS said ON tag.entry = said.entry AND tag.utterance = said.position;
COMMENT ON VIEW heard IS 'One row for each feeling, practice, pattern, theme or person heard, as you corrected it, with the sentence it is in. `feelings`, `practices`, `patterns` and `people` are made of it.';
COMMENT ON COLUMN heard.night IS 'The night of that entry.';
COMMENT ON COLUMN heard.said_at IS 'When that entry began, by the clock on your wall.';
COMMENT ON COLUMN heard.entry IS 'The entry it is in, as `between show` takes it: entries.number.';
COMMENT ON COLUMN heard.sentence IS 'Which sentence of it, from 1: entry 12 and sentence 3 is `between play 12.3`. NULL where you added it without words.';
COMMENT ON COLUMN heard.start_s IS 'The second of the recording at which these words begin; NULL where there is no time, as in typed text.';
COMMENT ON COLUMN heard.kind IS '`emotion`, `behaviour`, `theme` or `person`.';
COMMENT ON COLUMN heard.label IS 'Which one, such as `anxiety`, `set_boundary`, `work` or `mother`.';
COMMENT ON COLUMN heard.detail IS 'For an emotion `said` or `shown`; for a behaviour `done`, `not_done` or `intended`; otherwise an empty text.';
COMMENT ON COLUMN heard.words IS 'Your words that show it; an empty text where you added it without words.';
COMMENT ON COLUMN heard.text IS 'The whole sentence they are in; NULL where they stand in none.';
COMMENT ON COLUMN heard.score IS 'How sure, from 0 to 1; 1 for what you added.';
COMMENT ON COLUMN heard.made_by IS 'The rule or the model that found it; `you` for what you added.';

CREATE VIEW feelings AS
SELECT night, said_at, entry, sentence, start_s, label AS feeling, detail AS how, words, text, score, made_by
FROM heard
WHERE kind = 'emotion';
COMMENT ON VIEW feelings IS 'One row for each feeling heard in your words.';
COMMENT ON COLUMN feelings.night IS 'The night of that entry.';
COMMENT ON COLUMN feelings.said_at IS 'When that entry began, by the clock on your wall.';
COMMENT ON COLUMN feelings.entry IS 'The entry it is in, as `between show` takes it: entries.number.';
COMMENT ON COLUMN feelings.sentence IS 'Which sentence of it, from 1: entry 12 and sentence 3 is `between play 12.3`. NULL where you added it without words.';
COMMENT ON COLUMN feelings.start_s IS 'The second of the recording at which these words begin; NULL where there is no time, as in typed text.';
COMMENT ON COLUMN feelings.feeling IS 'Which one, such as `anxiety`, `relief` or `joy`.';
COMMENT ON COLUMN feelings.how IS '`said` where you named it, `shown` where your words show it.';
COMMENT ON COLUMN feelings.words IS 'Your words that show it; an empty text where you added it without words.';
COMMENT ON COLUMN feelings.text IS 'The whole sentence they are in; NULL where they stand in none.';
COMMENT ON COLUMN feelings.score IS 'How sure, from 0 to 1; 1 for what you added.';
COMMENT ON COLUMN feelings.made_by IS 'The rule or the model that found it; `you` for what you added.';

CREATE VIEW practices AS
SELECT night, said_at, entry, sentence, start_s, label AS practice, detail AS status, words, text, score, made_by
FROM heard
WHERE kind = 'behaviour' AND label NOT IN (
    'snapped', 'spiralled', 'avoided', 'people_pleased', 'self_criticised', 'withdrew', 'overworked', 'numbed_out',
    'skipped_homework', 'shut_down'
);
COMMENT ON VIEW practices IS 'One row for each new way of doing things that you spoke of: a pause, a boundary, a rest.';
COMMENT ON COLUMN practices.night IS 'The night of that entry.';
COMMENT ON COLUMN practices.said_at IS 'When that entry began, by the clock on your wall.';
COMMENT ON COLUMN practices.entry IS 'The entry it is in, as `between show` takes it: entries.number.';
COMMENT ON COLUMN practices.sentence IS 'Which sentence of it, from 1: entry 12 and sentence 3 is `between play 12.3`. NULL where you added it without words.';
COMMENT ON COLUMN practices.start_s IS 'The second of the recording at which these words begin; NULL where there is no time, as in typed text.';
COMMENT ON COLUMN practices.practice IS 'Which one, such as `set_boundary`, `paused` or `rested`.';
COMMENT ON COLUMN practices.status IS '`done`, `not_done` or `intended`.';
COMMENT ON COLUMN practices.words IS 'Your words that show it; an empty text where you added it without words.';
COMMENT ON COLUMN practices.text IS 'The whole sentence they are in; NULL where they stand in none.';
COMMENT ON COLUMN practices.score IS 'How sure, from 0 to 1; 1 for what you added.';
COMMENT ON COLUMN practices.made_by IS 'The rule or the model that found it; `you` for what you added.';

CREATE VIEW patterns AS
WITH old AS (
    SELECT * FROM current_tags
    WHERE kind = 'behaviour' AND label IN (
        'snapped', 'spiralled', 'avoided', 'people_pleased', 'self_criticised', 'withdrew', 'overworked', 'numbed_out',
        'skipped_homework', 'shut_down'
    )
), noticed AS (
    -- A noticing belongs to the nearest pattern of its entry, and to no other; to both where they share a sentence.
    SELECT old.entry, old.position, noticing.value, abs(old.utterance - noticing.utterance) AS apart
    FROM current_measures AS noticing
    JOIN old ON old.entry = noticing.entry AND old.detail <> 'intended'
    WHERE noticing.kind = 'catch_point'
    QUALIFY rank() OVER (
        PARTITION BY noticing.entry, noticing.position
        ORDER BY abs(old.utterance - noticing.utterance) NULLS LAST, old.utterance > noticing.utterance
    ) = 1
), caught AS (
    SELECT entry, position, arg_min(value, coalesce(apart, 1_000)) AS caught FROM noticed GROUP BY ALL
)
SELECT
    old.night, old.said_at, old.entry, old.utterance + 1 AS sentence,
    second_of(said.words, said.text, old.evidence_start, said.start_s, said.end_s) AS start_s,
    old.label AS pattern, old.detail AS status, caught.caught,
    old.evidence AS words, said.text, old.score, old.made_by
FROM old
LEFT JOIN caught ON old.entry = caught.entry AND old.position = caught.position
LEFT JOIN current_utterances AS said ON old.entry = said.entry AND old.utterance = said.position;
COMMENT ON VIEW patterns IS 'One row for each old pattern that you spoke of: snapping, avoiding, pleasing others.';
COMMENT ON COLUMN patterns.night IS 'The night of that entry.';
COMMENT ON COLUMN patterns.said_at IS 'When that entry began, by the clock on your wall.';
COMMENT ON COLUMN patterns.entry IS 'The entry it is in, as `between show` takes it: entries.number.';
COMMENT ON COLUMN patterns.sentence IS 'Which sentence of it, from 1: entry 12 and sentence 3 is `between play 12.3`. NULL where you added it without words.';
COMMENT ON COLUMN patterns.start_s IS 'The second of the recording at which these words begin; NULL where there is no time, as in typed text.';
COMMENT ON COLUMN patterns.pattern IS 'Which one, such as `snapped`, `avoided` or `people_pleased`.';
COMMENT ON COLUMN patterns.status IS '`done`, `not_done` or `intended`.';
COMMENT ON COLUMN patterns.caught IS 'When you noticed it: `before`, `during`, `just_after`, `later` or `next_day`; NULL where you did not say. A noticing counts for the nearest pattern of its entry.';
COMMENT ON COLUMN patterns.words IS 'Your words that show it; an empty text where you added it without words.';
COMMENT ON COLUMN patterns.text IS 'The whole sentence they are in; NULL where they stand in none.';
COMMENT ON COLUMN patterns.score IS 'How sure, from 0 to 1; 1 for what you added.';
COMMENT ON COLUMN patterns.made_by IS 'The rule or the model that found it; `you` for what you added.';

CREATE VIEW pauses AS
SELECT
    pause.night, pause.said_at, pause.entry, pause.utterance + 1 AS sentence,
    second_of(said.words, said.text, pause.evidence_start, said.start_s, said.end_s) AS start_s,
    lower_s AS at_least_s, if(isfinite(upper_s), upper_s, NULL) AS at_most_s,
    evidence AS words, said.text, made_by
FROM current_measures AS pause
LEFT JOIN current_utterances AS said ON pause.entry = said.entry AND pause.utterance = said.position
WHERE kind = 'pause';
COMMENT ON VIEW pauses IS 'One row for each time that you told how long you waited before you reacted or answered.';
COMMENT ON COLUMN pauses.night IS 'The night of that entry.';
COMMENT ON COLUMN pauses.said_at IS 'When that entry began, by the clock on your wall.';
COMMENT ON COLUMN pauses.entry IS 'The entry it is in, as `between show` takes it: entries.number.';
COMMENT ON COLUMN pauses.sentence IS 'Which sentence of it, from 1: entry 12 and sentence 3 is `between play 12.3`.';
COMMENT ON COLUMN pauses.start_s IS 'The second of the recording at which these words begin; NULL where there is no time, as in typed text.';
COMMENT ON COLUMN pauses.at_least_s IS 'You waited at least so many seconds.';
COMMENT ON COLUMN pauses.at_most_s IS 'You waited at most so many seconds; NULL where you only said how long at least.';
COMMENT ON COLUMN pauses.words IS 'Your words that show it.';
COMMENT ON COLUMN pauses.text IS 'The whole sentence they are in.';
COMMENT ON COLUMN pauses.made_by IS 'The rule that found it.';

CREATE VIEW people AS
SELECT night, said_at, entry, sentence, start_s, label AS person, words, text, score, made_by
FROM heard
WHERE kind = 'person';
COMMENT ON VIEW people IS 'One row for each time that you spoke of somebody.';
COMMENT ON COLUMN people.night IS 'The night of that entry.';
COMMENT ON COLUMN people.said_at IS 'When that entry began, by the clock on your wall.';
COMMENT ON COLUMN people.entry IS 'The entry it is in, as `between show` takes it: entries.number.';
COMMENT ON COLUMN people.sentence IS 'Which sentence of it, from 1: entry 12 and sentence 3 is `between play 12.3`. NULL where you added it without words.';
COMMENT ON COLUMN people.start_s IS 'The second of the recording at which these words begin; NULL where there is no time, as in typed text.';
COMMENT ON COLUMN people.person IS 'Who: a given name, or `mother`, `boss`, `partner` and the like.';
COMMENT ON COLUMN people.words IS 'Your words that show it; an empty text where you added it without words.';
COMMENT ON COLUMN people.text IS 'The whole sentence they are in; NULL where they stand in none.';
COMMENT ON COLUMN people.score IS 'How sure, from 0 to 1; 1 for what you added.';
COMMENT ON COLUMN people.made_by IS 'The rule or the model that found it; `you` for what you added.';

CREATE VIEW questions AS
WITH answers AS (
    SELECT
        answers AS uid, number AS entry, string_agg(text, ' ' ORDER BY position) AS answer,
        min(if(end_s > 0, start_s, NULL)) AS start_s
    FROM entries
    LEFT JOIN utterances ON utterances.entry = entries.number AND utterances.version = entries.transcript_version
    WHERE answers IS NOT NULL
    GROUP BY ALL
)
SELECT
    asked.night, asked_at, asked.text AS question, question AS name, before.number AS after_entry,
    answers.entry, if(answer IS NULL, NULL, 1) AS sentence, answers.start_s, answer
FROM asked
LEFT JOIN entries AS before ON asked.after_entry = before.uid
LEFT JOIN answers ON asked.uid = answers.uid;
COMMENT ON VIEW questions IS 'One row for each question that Between asked you and each answer you gave to it.';
COMMENT ON COLUMN questions.night IS 'The night it was asked in.';
COMMENT ON COLUMN questions.asked_at IS 'When, by the clock on your wall.';
COMMENT ON COLUMN questions.question IS 'What was asked, word for word.';
COMMENT ON COLUMN questions.name IS 'Its name in the question files, such as `paused.what_helped`.';
COMMENT ON COLUMN questions.after_entry IS 'The entry it was asked after; NULL where it followed none.';
COMMENT ON COLUMN questions.entry IS 'The entry that answers it: entries.number; NULL where you gave no answer.';
COMMENT ON COLUMN questions.sentence IS '1, the first sentence of the answer; NULL where there are no words.';
COMMENT ON COLUMN questions.start_s IS 'The second of its recording at which the answer begins; NULL where there is none.';
COMMENT ON COLUMN questions.answer IS 'All you said to it; NULL where you gave no answer, or its words are still to be made.';

CREATE VIEW nights AS
WITH told AS (
    SELECT
        night, min(said_at) AS began_at, count(*) AS entry_count, min(number) AS first_entry, max(number) AS last_entry,
        round(coalesce(sum(seconds), 0), 1) AS sound_s
    FROM entries
    LEFT JOIN recordings ON recordings.entry = entries.number AND recordings.version = entries.recording_version
    GROUP BY night
), said AS (
    SELECT
        night, count(*) AS sentence_count,
        sum(length(text) - length(replace(text, ' ', '')) + (text <> '')::INTEGER)::BIGINT AS word_count
    FROM utterances
    JOIN entries ON utterances.entry = entries.number AND utterances.version = entries.transcript_version
    GROUP BY night
), labels AS (
    SELECT
        night,
        list_sort(list(label) FILTER (kind = 'emotion')) AS feelings,
        list_sort(list(label) FILTER (kind = 'behaviour')) AS doings,
        list_sort(list(label) FILTER (kind = 'theme')) AS themes,
        list_sort(list(label) FILTER (kind = 'person')) AS people
    FROM (SELECT DISTINCT night, kind, label FROM current_tags WHERE kind <> 'behaviour' OR detail = 'done')
    GROUP BY night
)
SELECT
    told.night, dayname(told.night) AS weekday, began_at, entry_count, first_entry, last_entry, sound_s,
    coalesce(sentence_count, 0) AS sentence_count, coalesce(word_count, 0) AS word_count,
    coalesce(feelings, []) AS feelings, coalesce(doings, []) AS doings,
    coalesce(themes, []) AS themes, coalesce(people, []) AS people
FROM told
LEFT JOIN said ON told.night = said.night
LEFT JOIN labels ON told.night = labels.night;
COMMENT ON VIEW nights IS 'One row for each night of which something is kept.';
COMMENT ON COLUMN nights.night IS 'The night; before five in the morning (or the hour in your settings) it is still the night before.';
COMMENT ON COLUMN nights.weekday IS 'Its day of the week, such as `Monday`.';
COMMENT ON COLUMN nights.began_at IS 'When its first entry began, by the clock on your wall.';
COMMENT ON COLUMN nights.entry_count IS 'How many entries it has.';
COMMENT ON COLUMN nights.first_entry IS 'The smallest number of its entries: entries.number.';
COMMENT ON COLUMN nights.last_entry IS 'The largest.';
COMMENT ON COLUMN nights.sound_s IS 'Seconds of sound that are kept of it.';
COMMENT ON COLUMN nights.sentence_count IS 'How many sentences.';
COMMENT ON COLUMN nights.word_count IS 'How many words.';
COMMENT ON COLUMN nights.feelings IS 'The feelings heard, each once.';
COMMENT ON COLUMN nights.doings IS 'The practices and patterns that were done, each once.';
COMMENT ON COLUMN nights.themes IS 'The themes, such as `work` or `sleep`, each once.';
COMMENT ON COLUMN nights.people IS 'The people you spoke of, each once.';

CREATE MACRO felt(which) AS TABLE
    SELECT * FROM feelings WHERE feeling = translate(lower(trim(which)), ' -', '__');
COMMENT ON MACRO TABLE felt IS 'Each time that a feeling was heard: felt(''anxiety'').';

CREATE MACRO did(which) AS TABLE
    SELECT night, said_at, entry, sentence, start_s, label AS doing, words, text, score, made_by
    FROM heard
    WHERE kind = 'behaviour' AND detail = 'done' AND label = translate(lower(trim(which)), ' -', '__');
COMMENT ON MACRO TABLE did IS 'Each time that you did something, a practice or a pattern: did(''set_boundary'').';

CREATE MACRO with_person(who) AS TABLE
    SELECT * FROM people
    WHERE person IN (trim(who), lower(trim(who)), upper(left(trim(who), 1)) || lower(substr(trim(who), 2)));
COMMENT ON MACRO TABLE with_person IS 'Each time that you spoke of somebody: with_person(''mother'').';

CREATE MACRO about(which) AS TABLE
    SELECT night, said_at, entry, sentence, start_s, label AS theme, words, text, score, made_by
    FROM heard
    WHERE kind = 'theme' AND label = lower(trim(which));
COMMENT ON MACRO TABLE about IS 'Each time that something was about a theme: about(''work'').';

CREATE MACRO said(what) AS TABLE
    SELECT * FROM sentences WHERE contains(lower(text), lower(what));
COMMENT ON MACRO TABLE said IS 'The sentences with these letters in them, small or capital: said(''no to'').';

CREATE MACRO between_nights(first_night, last_night) AS TABLE
    SELECT * FROM sentences WHERE night BETWEEN first_night::DATE AND last_night::DATE;
COMMENT ON MACRO TABLE between_nights IS 'The sentences from one night to another, both included: between_nights(''2026-11-01'', ''2026-11-30'').';

CREATE MACRO counts_by(period) AS TABLE
    SELECT
        date_trunc(if(lower(period) = 'night', 'day', lower(period)), night)::DATE AS since,
        kind, label, sum(times)::BIGINT AS times, count(*) AS nights
    FROM (
        SELECT night, kind, label, count(*) AS times
        FROM current_tags
        WHERE kind <> 'behaviour' OR detail = 'done'
        GROUP BY ALL
    )
    GROUP BY ALL
    ORDER BY since, times DESC, label;
COMMENT ON MACRO TABLE counts_by IS 'How often each thing was heard, by `night`, `week`, `month` or `year`: counts_by(''week''). Doings count where they were done.';

CREATE MACRO heard_with(which) AS TABLE
    SELECT kind, label, count(*) AS nights
    FROM (
        SELECT DISTINCT other.night, other.kind, other.label
        FROM current_tags AS other
        SEMI JOIN (
            SELECT night FROM current_tags
            WHERE label IN (trim(which), translate(lower(trim(which)), ' -', '__'))
                AND (kind <> 'behaviour' OR detail = 'done')
        ) AS one ON other.night = one.night
        WHERE (other.kind <> 'behaviour' OR other.detail = 'done')
            AND other.label NOT IN (trim(which), translate(lower(trim(which)), ' -', '__'))
    )
    GROUP BY ALL
    ORDER BY nights DESC, label;
COMMENT ON MACRO TABLE heard_with IS 'What else was heard on the nights on which something was: heard_with(''anxiety''). Doings count where they were done.';

CREATE MACRO by_weekday(which) AS TABLE
    SELECT dayname(night) AS weekday, count(*) AS times, count(DISTINCT night) AS nights
    FROM current_tags
    WHERE label IN (trim(which), translate(lower(trim(which)), ' -', '__')) AND (kind <> 'behaviour' OR detail = 'done')
    GROUP BY dayname(night), isodow(night)
    ORDER BY isodow(night);
COMMENT ON MACRO TABLE by_weekday IS 'On which days of the week something was heard: by_weekday(''snapped'').';
