-- version: 1
-- group: What you did
-- ask: what was it about when i {doing}
-- ask: what am i talking about when i {doing}
-- ask: what did i {doing} about
-- ask: what do i {doing} about
-- ask: what is going on when i {doing}
-- ask: what did i {doing} with
-- ask: what did i {doing} for
-- ask: where in my life do i {doing}
-- ask: what do i {doing.base} over
-- ask: what makes me {doing.base}
-- ask: why did i {doing.base}
-- needs: doing
-- may: person, nights
-- example: what did I ask for help with?
-- one: Where you {doing}{with}{when}, it was about {theme} ({nights_of}).
-- some: Where you {doing}{with}{when}, it was mostly about {theme.counted}.
-- none: I find no theme in the entries where you {doing}{with}{when}.
-- empty: Either you did not tell of it, or it was about none of the eleven themes that I know.
WITH told AS (
    SELECT DISTINCT entry
    FROM current_tags
    WHERE kind = 'behaviour' AND label = $doing AND detail = 'done' AND night BETWEEN $first AND $last
        AND entry IN (SELECT entry FROM current_tags WHERE kind = 'person' AND label = $person)  -- if person
)
SELECT label AS theme, count(DISTINCT night) AS nights, max(night) AS last_night
FROM current_tags
WHERE kind = 'theme' AND entry IN (FROM told)
GROUP BY label
ORDER BY nights DESC, last_night DESC, label
