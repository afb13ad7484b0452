-- version: 1
-- group: What you felt
-- ask: how do i feel with {person}
-- ask: how did i feel with {person}
-- ask: how do i feel when i am with {person}
-- ask: how do i feel about {person}
-- ask: what do i feel when i talk about {person}
-- ask: what did i feel about {person}
-- ask: what feelings come up with {person}
-- ask: how do i feel after seeing {person}
-- ask: how does {person} make me feel
-- ask: what is it like for me with {person}
-- needs: person
-- may: nights
-- example: how do I feel with mother?
-- one: Where you spoke of {person}{when}, you told of {feeling}, on {nights_of}.
-- some: Where you spoke of {person}{when}, you told most of {feeling.counted}.
-- none: I find no feeling in the entries{when} that speak of {person}.
-- empty: Either they are not in the entries of that time, or no feeling was told beside them.
WITH told AS (
    SELECT DISTINCT entry
    FROM current_tags
    WHERE kind = 'person' AND label = $person AND night BETWEEN $first AND $last
)
SELECT label AS feeling, count(DISTINCT night) AS nights, max(night) AS last_night
FROM current_tags
WHERE kind = 'emotion' AND entry IN (FROM told)
GROUP BY label
ORDER BY nights DESC, last_night DESC, label
