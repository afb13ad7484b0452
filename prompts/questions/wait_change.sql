-- version: 1
-- group: Waiting and noticing
-- ask: do i wait longer than before
-- ask: do i wait longer now
-- ask: how has my waiting changed
-- ask: are my pauses getting longer
-- ask: how long do i wait each month
-- may: person, nights
-- example: do I wait longer than before?
-- one: There is one month{with}{when} with waits whose length you told, {month}: half of {waits} were {middle} or longer.
-- some: In {month}, half of the waits that you told the length of were {middle} or longer; in {month.last} it was {middle.last}.
-- none: I find no wait with its length told{with}{when}.
-- empty: A wait counts only where you said how long it was, such as “I waited ten minutes”.
SELECT strftime(night, '%B %Y') AS month, median(lower_s) AS middle_s, count(*) AS waits, max(night) AS last_night
FROM current_measures
WHERE kind = 'pause' AND night BETWEEN $first AND $last
    AND entry IN (SELECT entry FROM current_tags WHERE kind = 'person' AND label = $person)  -- if person
GROUP BY month
ORDER BY last_night DESC
