-- version: 1
-- group: What I asked you
-- ask: which question did you ask me most
-- ask: what do you ask me most
-- ask: what do you keep asking me
-- ask: which questions do you ask most often
-- ask: what question comes most often
-- may: nights
-- example: which question did you ask me most?
-- one: I asked you one question{when}, {times.times}: “{text}”
-- some: Most often{when} I asked “{text}”, {times.times}, the last time {last_night}.
-- none: I asked you no question{when}.
-- empty: No evening of that time had a question.
SELECT arg_max(text, utc) AS text, count(*) AS times, max(night) AS last_night
FROM asked
WHERE night BETWEEN $first AND $last
GROUP BY question
ORDER BY times DESC, last_night DESC, text
