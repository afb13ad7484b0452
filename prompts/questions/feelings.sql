-- version: 1
-- group: What you felt
-- ask: what did i feel most
-- ask: what did i feel
-- ask: how did i feel
-- ask: what was i feeling
-- ask: how have i been feeling
-- ask: how was i
-- ask: which feelings came up
-- ask: what feelings did i have
-- ask: how am i doing
-- may: nights
-- example: what did I feel most in March?
-- one: You told of one feeling{when}: {feeling}, on {nights_of}.
-- some: What you told most{when} was {feeling.counted}.
-- none: I find no feeling told{when}.
-- empty: Nothing was said in that time, or nothing that I heard as a feeling.
SELECT label AS feeling, count(DISTINCT night) AS nights, max(night) AS last_night
FROM current_tags
WHERE kind = 'emotion' AND night BETWEEN $first AND $last
GROUP BY label
ORDER BY nights DESC, last_night DESC, label
