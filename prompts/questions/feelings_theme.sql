-- version: 1
-- group: What you felt
-- ask: how do i feel about {theme}
-- ask: how did i feel about {theme}
-- ask: what do i feel when i talk about {theme}
-- ask: what feelings come up with {theme}
-- ask: what feelings come with {theme}
-- ask: how does {theme} make me feel
-- needs: theme
-- may: nights
-- example: how do I feel about work?
-- one: Where it was about {theme}{when}, you told of {feeling}, on {nights_of}.
-- some: Where it was about {theme}{when}, you told most of {feeling.counted}.
-- none: I find no feeling in the entries{when} that are about {theme}.
-- empty: Either no entry of that time is about it, or no feeling was told beside it.
WITH told AS (
    SELECT DISTINCT entry
    FROM current_tags
    WHERE kind = 'theme' AND label = $theme AND night BETWEEN $first AND $last
)
SELECT label AS feeling, count(DISTINCT night) AS nights, max(night) AS last_night
FROM current_tags
WHERE kind = 'emotion' AND entry IN (FROM told)
GROUP BY label
ORDER BY nights DESC, last_night DESC, label
