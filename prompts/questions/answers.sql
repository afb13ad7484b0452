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
SELECT asked.night, asked.text AS question, string_agg(said.text, ' ' ORDER BY said.position) AS answer,
    entries.number AS entry
FROM asked
JOIN entries ON entries.answers = asked.uid
JOIN current_utterances AS said ON said.entry = entries.number
WHERE asked.night BETWEEN $first AND $last
GROUP BY asked.night, asked.utc, asked.text, entries.number
ORDER BY asked.utc DESC
