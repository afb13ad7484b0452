-- version: 1
-- group: What it was about
-- ask: what do i talk about most
-- ask: what did i talk about most
-- ask: what is it mostly about
-- ask: what was it mostly about
-- ask: which themes came up
-- ask: what comes up most
-- ask: what are my themes
-- may: nights
-- example: what did I talk about most this year?
-- one: It was about {theme}{when}, on {nights_of}.
-- some: Most often{when} it was about {theme.counted}.
-- none: I find no theme{when}.
-- empty: Nothing was said in that time, or it was about none of the eleven themes that I know.
SELECT label AS theme, count(DISTINCT night) AS nights, max(night) AS last_night
FROM current_tags
WHERE kind = 'theme' AND night BETWEEN $first AND $last
GROUP BY label
ORDER BY nights DESC, last_night DESC, label
