-- version: 1
-- group: What you felt
-- ask: what was i feeling the nights i {doing}
-- ask: what do i feel when i {doing}
-- ask: what did i feel when i {doing}
-- ask: how do i feel when i {doing}
-- ask: how did i feel the nights i {doing}
-- ask: how was i feeling when i {doing}
-- ask: how do i feel after {doing}
-- ask: how did i feel after i {doing}
-- ask: which feelings come with {doing}
-- ask: what feelings come up when i {doing}
-- ask: how was it when i {doing}
-- ask: what was it like when i {doing}
-- needs: doing
-- may: person, nights
-- example: what was I feeling the nights I snapped?
-- one: On the nights that you {doing}{with}{when}, you told of {feeling} ({nights_of}).
-- some: On the nights that you {doing}{with}{when}, you told most of {feeling.counted}.
-- none: I find no feeling told on a night{when} that you {doing}{with}.
-- empty: Either you did not tell of it, or the feelings of those nights were not told.
WITH told AS (
    SELECT DISTINCT night
    FROM current_tags
    WHERE kind = 'behaviour' AND label = $doing AND detail = 'done' AND night BETWEEN $first AND $last
        AND entry IN (SELECT entry FROM current_tags WHERE kind = 'person' AND label = $person)  -- if person
)
SELECT label AS feeling, count(DISTINCT night) AS nights, max(night) AS last_night
FROM current_tags
WHERE kind = 'emotion' AND night IN (FROM told)
GROUP BY label
ORDER BY nights DESC, last_night DESC, label
