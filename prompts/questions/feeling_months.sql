-- version: 1
-- group: What you felt
-- ask: how often did i feel {emotion} each month
-- ask: how often was i {emotion} month by month
-- ask: in which months was i {emotion}
-- ask: am i {emotion} more than before
-- ask: am i less {emotion} than before
-- ask: am i {emotion} less often now
-- ask: has my {emotion} changed
-- ask: is my {emotion} getting less
-- ask: is my {emotion} getting better
-- ask: is my {emotion} getting worse
-- ask: am i getting less {emotion}
-- needs: emotion
-- may: person, nights
-- example: how often was I anxious month by month?
-- one: You felt {emotion}{with} in one month{when}, {month}: on {nights_of}.
-- some: You felt {emotion}{with} in {count} months{when}; in the newest of them, {month}, on {nights_of}.
-- none: I find no month{when} in which you felt {emotion}{with}.
-- empty: It may have been felt and not been told, or been told in words that I did not know for it.
SELECT strftime(night, '%B %Y') AS month, count(DISTINCT night) AS nights, max(night) AS last_night
FROM current_tags
WHERE kind = 'emotion' AND label = $emotion AND night BETWEEN $first AND $last
    AND entry IN (SELECT entry FROM current_tags WHERE kind = 'person' AND label = $person)  -- if person
GROUP BY month
ORDER BY last_night DESC
