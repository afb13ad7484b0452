-- version: 1
-- group: What you did
-- ask: what did i do instead of {pattern.ing}
-- ask: what did i do when i did not {pattern}
-- ask: what did i do when i nearly {pattern}
-- ask: what helped me not to {pattern}
-- ask: what kept me from {pattern}
-- ask: what stopped me from {pattern.ing}
-- ask: how did i keep from {pattern.ing}
-- needs: pattern
-- may: person, nights
-- example: what did I do instead of snapping?
-- one: In the entries where you did not {pattern.base}{with}{when}, you told of {doing} ({nights_of}).
-- some: In the entries where you did not {pattern.base}{with}{when}, you told most of {doing.counted}.
-- none: I find no entry{when} in which you did not {pattern.base}{with} and did something else.
-- empty: Both have to be told in one entry to be found here.
WITH averted AS (
    SELECT DISTINCT entry
    FROM current_tags
    WHERE kind = 'behaviour' AND label = $pattern AND detail = 'not_done' AND night BETWEEN $first AND $last
        AND entry IN (SELECT entry FROM current_tags WHERE kind = 'person' AND label = $person)  -- if person
)
SELECT label AS doing, count(DISTINCT night) AS nights, max(night) AS last_night
FROM current_tags
WHERE kind = 'behaviour' AND detail = 'done' AND label <> $pattern AND entry IN (FROM averted)
GROUP BY label
ORDER BY nights DESC, last_night DESC, label
