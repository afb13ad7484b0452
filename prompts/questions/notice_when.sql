-- version: 1
-- group: Waiting and noticing
-- ask: when do i notice my patterns
-- ask: when do i notice
-- ask: when do i catch myself
-- ask: when do i usually catch it
-- ask: how soon do i notice
-- ask: how quickly do i notice my patterns
-- ask: at what point do i notice
-- may: person, nights
-- example: when do I notice my patterns?
-- one: Each time that you told when you noticed{with}{when}, it was {noticed} ({nights_of}).
-- some: You noticed most often {noticed}{with}{when} ({nights_of}), then {noticed.2} ({nights_of.2}).
-- none: I find no night{with}{when} on which you said when you noticed an old pattern.
-- empty: It counts only where you said when you noticed, such as “an hour later it dawned on me”.
SELECT value AS noticed, count(DISTINCT night) AS nights, max(night) AS last_night
FROM current_measures
WHERE kind = 'catch_point' AND night BETWEEN $first AND $last
    AND entry IN (SELECT entry FROM current_tags WHERE kind = 'person' AND label = $person)  -- if person
GROUP BY value
ORDER BY nights DESC, last_night DESC
