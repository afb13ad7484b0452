-- version: 1
-- group: Waiting and noticing
-- ask: what was my longest pause
-- ask: when did i wait the longest
-- ask: what is the longest i waited
-- ask: longest time i waited before i answered
-- may: person, nights
-- example: what was my longest pause?
-- one: The one wait{with}{when} that you told the length of was {waited}, {night}.
-- some: The longest wait{with}{when} was {waited}, {night}, of {count} that you told the length of.
-- none: I find no wait with its length told{with}{when}.
-- empty: A wait counts only where you said how long it was, such as “I waited ten minutes”.
SELECT night, evidence AS words, lower_s AS waited_s, entry || '.' || utterance + 1 AS sentence
FROM current_measures
WHERE kind = 'pause' AND night BETWEEN $first AND $last
    AND entry IN (SELECT entry FROM current_tags WHERE kind = 'person' AND label = $person)  -- if person
ORDER BY lower_s DESC, night DESC, entry DESC, position
