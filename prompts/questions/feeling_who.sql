-- version: 1
-- group: What you felt
-- ask: who am i with when i feel {emotion}
-- ask: who am i with when i am {emotion}
-- ask: who was there when i felt {emotion}
-- ask: who do i feel {emotion} with
-- ask: who makes me {emotion}
-- ask: who makes me feel {emotion}
-- ask: with whom do i feel {emotion}
-- ask: who am i {emotion} with
-- needs: emotion
-- may: nights
-- example: who am I with when I feel calm?
-- one: In the entries where you felt {emotion}{when}, you spoke of {person}, on {nights_of}.
-- some: In the entries where you felt {emotion}{when}, you spoke most of {person.counted}.
-- none: I find no person in the entries where you felt {emotion}{when}.
-- empty: Only persons whom you named in the same entry are found here.
WITH told AS (
    SELECT DISTINCT entry
    FROM current_tags
    WHERE kind = 'emotion' AND label = $emotion AND night BETWEEN $first AND $last
)
SELECT label AS person, count(DISTINCT night) AS nights, max(night) AS last_night
FROM current_tags
WHERE kind = 'person' AND entry IN (FROM told)
GROUP BY label
ORDER BY nights DESC, last_night DESC, label
