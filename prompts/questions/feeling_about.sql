-- version: 1
-- group: What you felt
-- ask: what is it about when i feel {emotion}
-- ask: what am i talking about when i am {emotion}
-- ask: what was i {emotion} about
-- ask: what am i {emotion} about
-- ask: what do i feel {emotion} about
-- ask: what is going on when i feel {emotion}
-- ask: what do i get {emotion} about
-- ask: what makes me feel {emotion}
-- ask: what am i {emotion} of
-- needs: emotion
-- may: person, nights
-- example: what am I anxious about?
-- one: Where you felt {emotion}{with}{when}, it was about {theme} ({nights_of}).
-- some: Where you felt {emotion}{with}{when}, it was mostly about {theme.counted}.
-- none: I find no theme in the entries where you felt {emotion}{with}{when}.
-- empty: Either you did not tell of it, or it was about none of the eleven themes that I know.
WITH told AS (
    SELECT DISTINCT entry
    FROM current_tags
    WHERE kind = 'emotion' AND label = $emotion AND night BETWEEN $first AND $last
        AND entry IN (SELECT entry FROM current_tags WHERE kind = 'person' AND label = $person)  -- if person
)
SELECT label AS theme, count(DISTINCT night) AS nights, max(night) AS last_night
FROM current_tags
WHERE kind = 'theme' AND entry IN (FROM told)
GROUP BY label
ORDER BY nights DESC, last_night DESC, label
