-- version: 1
-- group: What you did
-- ask: on which days of the week do i {doing.base}
-- ask: which day of the week do i {doing}
-- ask: which weekday do i {doing} most
-- ask: what days of the week do i {doing}
-- needs: doing
-- may: person, nights
-- example: on which days of the week do I overwork?
-- one: You {doing}{with} only on a {weekday}{when}, on {nights_of}.
-- some: You {doing}{with} most often on a {weekday}{when}, on {nights_of}.
-- none: I find no night{when} on which you said that you {doing}{with}.
-- empty: It may have happened and not been told, or been told in words that I did not know for it.
SELECT dayname(night) AS weekday, count(DISTINCT night) AS nights, max(night) AS last_night
FROM current_tags
WHERE kind = 'behaviour' AND label = $doing AND detail = 'done' AND night BETWEEN $first AND $last
    AND entry IN (SELECT entry FROM current_tags WHERE kind = 'person' AND label = $person)  -- if person
GROUP BY weekday
ORDER BY nights DESC, last_night DESC
