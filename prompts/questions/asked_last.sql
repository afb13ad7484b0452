-- version: 1
-- group: What I asked you
-- ask: what did you ask me
-- ask: what did you ask me last
-- ask: which questions did you ask me
-- ask: what was your last question
-- ask: show me your questions
-- may: nights
-- example: what did you ask me last night?
-- one: I asked you one question{when}, {last}: “{text}”
-- some: I asked you {count} questions{when}; the last, {last}, was “{text}”
-- none: I asked you no question{when}.
-- empty: No evening of that time had a question.
SELECT night, text, CASE WHEN uid IN (SELECT answers FROM entries) THEN 'yes' ELSE '' END AS answered
FROM asked
WHERE night BETWEEN $first AND $last
ORDER BY utc DESC, uid
