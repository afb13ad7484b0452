-- version: 1
-- group: People
-- ask: what do i do when i am with {person}
-- ask: what do i do with {person}
-- ask: what did i do with {person}
-- ask: how am i with {person}
-- ask: how do i act with {person}
-- ask: how do i behave around {person}
-- ask: how do i react to {person}
-- needs: person
-- may: nights
-- example: what do I do when I am with mother?
-- one: Where you spoke of {person}{when}, you told of {doing}, on {nights_of}.
-- some: Where you spoke of {person}{when}, you told most of {doing.counted}.
-- none: I find nothing that you did in the entries{when} that speak of {person}.
-- empty: Both have to be told in one entry to be found here.
WITH told AS (
    SELECT DISTINCT entry
    FROM current_tags
    WHERE kind = 'person' AND label = $person AND night BETWEEN $first AND $last
)
SELECT label AS doing, count(DISTINCT night) AS nights, max(night) AS last_night
FROM current_tags
WHERE kind = 'behaviour' AND detail = 'done' AND entry IN (FROM told)
GROUP BY label
ORDER BY nights DESC, last_night DESC, label
