-- version: 1
-- group: People
-- ask: what is it about with {person}
-- ask: what do i talk about with {person}
-- ask: what are the themes with {person}
-- ask: what is it usually about with {person}
-- ask: what do {person} and i talk about
-- needs: person
-- may: nights
-- example: what is it about with father?
-- one: Where you spoke of {person}{when}, it was about {theme}, on {nights_of}.
-- some: Where you spoke of {person}{when}, it was mostly about {theme.counted}.
-- none: I find no theme in the entries{when} that speak of {person}.
-- empty: Either they are not in the entries of that time, or it was about none of the eleven themes that I know.
WITH told AS (
    SELECT DISTINCT entry
    FROM current_tags
    WHERE kind = 'person' AND label = $person AND night BETWEEN $first AND $last
)
SELECT label AS theme, count(DISTINCT night) AS nights, max(night) AS last_night
FROM current_tags
WHERE kind = 'theme' AND entry IN (FROM told)
GROUP BY label
ORDER BY nights DESC, last_night DESC, label
