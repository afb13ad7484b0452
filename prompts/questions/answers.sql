-- version: 1
-- group: What I asked you
-- ask: what did i answer
-- ask: what did i answer you
-- ask: what were my answers
-- ask: which questions did i answer
-- ask: what did i say to your questions
-- may: nights
-- example: what did I answer last week?
-- one: You answered one question{when}, {last}: “{question}”
-- some: You answered {count} questions{when}; the last, {last}, was “{question}”
-- none: I find no answer to a question of mine{when}.
-- empty: A question may be left open; that is an answer too.
WITH answered AS (
    SELECT asked.night, asked.utc, asked.text AS question, entries.number
    FROM asked
    JOIN entries ON entries.answers = asked.uid
    WHERE asked.night BETWEEN $first AND $last
    ORDER BY asked.utc DESC
    LIMIT 500
)
SELECT answered.night, question, string_agg(said.text, ' ' ORDER BY said.position) AS answer, number AS entry
FROM answered
JOIN current_utterances AS said ON said.entry = answered.number
GROUP BY answered.night, answered.utc, question, number
ORDER BY answered.utc DESC
