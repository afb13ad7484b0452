-- version: 1
-- group: What you did
-- ask: who am i with when i {doing}
-- ask: who was there when i {doing}
-- ask: who do i {doing} with
-- ask: who did i {doing} with
-- ask: with whom do i {doing}
-- ask: who do i {doing} at
-- ask: who is around when i {doing}
-- needs: doing
-- may: nights
-- example: who am I with when I shut down?
-- one: In the entries where you {doing}{when}, you spoke of {person} on {nights_of}.
-- some: In the entries where you {doing}{when}, you spoke most of {person.counted}.
-- none: I find no person in the entries where you {doing}{when}.
-- empty: Only persons whom you named in the same entry are found here.
WITH told AS (
    SELECT DISTINCT entry
    FROM current_tags
    WHERE kind = 'behaviour' AND label = $doing AND detail = 'done' AND night BETWEEN $first AND $last
)
SELECT label AS person, count(DISTINCT night) AS nights, max(night) AS last_night
FROM current_tags
WHERE kind = 'person' AND entry IN (FROM told)
GROUP BY label
ORDER BY nights DESC, last_night DESC, label
