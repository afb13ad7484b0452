-- version: 1
-- group: What you did
-- ask: how often did i {doing.base} each month
-- ask: how often do i {doing} month by month
-- ask: how often do i {doing} per month
-- ask: in which months did i {doing}
-- ask: do i {doing} more than before
-- ask: do i {doing} less than before
-- ask: do i {doing} more often now
-- ask: how has {doing} changed
-- ask: am i {doing.ing} less
-- ask: am i {doing.ing} more
-- ask: do i {doing.base} more than i used to
-- ask: do i {doing.base} less than i used to
-- ask: is there less {doing.ing}
-- needs: doing
-- may: person, nights
-- example: how often did I rest month by month?
-- one: You {doing}{with} in one month{when}, {month}: on {nights_of}.
-- some: You {doing}{with} in {count} months{when}; in the newest of them, {month}, on {nights_of}.
-- none: I find no month{when} in which you said that you {doing}{with}.
-- empty: It may have happened and not been told, or been told in words that I did not know for it.
SELECT strftime(night, '%B %Y') AS month, count(DISTINCT night) AS nights, max(night) AS last_night
FROM current_tags
WHERE kind = 'behaviour' AND label = $doing AND detail = 'done' AND night BETWEEN $first AND $last
    AND entry IN (SELECT entry FROM current_tags WHERE kind = 'person' AND label = $person)  -- if person
GROUP BY month
ORDER BY last_night DESC
