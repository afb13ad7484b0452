-- version: 1
-- group: What you felt
-- ask: what do i do when i feel {emotion}
-- ask: what do i do when i am {emotion}
-- ask: what did i do when i was {emotion}
-- ask: how do i deal with {emotion}
-- ask: how do i react when i am {emotion}
-- ask: what happens when i am {emotion}
-- ask: how do i cope when i am {emotion}
-- ask: how do i cope with {emotion}
-- ask: what do i do when i get {emotion}
-- ask: how do i react when i get {emotion}
-- needs: emotion
-- may: person, nights
-- example: what do I do when I feel overwhelmed?
-- one: In the entries where you felt {emotion}{with}{when}, you told of {doing}, on {nights_of}.
-- some: In the entries where you felt {emotion}{with}{when}, you told most of {doing.counted}.
-- none: I find nothing that you did in the entries where you felt {emotion}{with}{when}.
-- empty: Both have to be told in one entry to be found here.
WITH told AS (
    SELECT DISTINCT entry
    FROM current_tags
    WHERE kind = 'emotion' AND label = $emotion AND night BETWEEN $first AND $last
        AND entry IN (SELECT entry FROM current_tags WHERE kind = 'person' AND label = $person)  -- if person
)
SELECT label AS doing, count(DISTINCT night) AS nights, max(night) AS last_night
FROM current_tags
WHERE kind = 'behaviour' AND detail = 'done' AND entry IN (FROM told)
GROUP BY label
ORDER BY nights DESC, last_night DESC, label
