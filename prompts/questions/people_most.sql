-- version: 1
-- group: People
-- ask: who do i talk about most
-- ask: who did i talk about
-- ask: who did i talk about most
-- ask: who comes up most
-- ask: which people came up
-- ask: who did i mention
-- ask: who is in my journal
-- may: nights
-- example: who did I talk about most this year?
-- one: You spoke of {person}{when}, on {nights_of}.
-- some: Most often{when} you spoke of {person.counted}.
-- none: I find no person{when}.
-- empty: Nobody was named in that time, or by words that I did not know.
SELECT label AS person, count(DISTINCT night) AS nights, min(night) AS first_night, max(night) AS last_night
FROM current_tags
WHERE kind = 'person' AND night BETWEEN $first AND $last
GROUP BY label
ORDER BY nights DESC, last_night DESC, label
