-- version: 1
-- group: Waiting and noticing
-- ask: how long do i wait before i answer {person}
-- ask: how long did i wait before i answered {person}
-- ask: how long do i pause with {person}
-- ask: how long do i wait with {person}
-- ask: how long before i reply to {person}
-- ask: how quickly do i answer {person}
-- ask: how long does it take me to answer {person}
-- ask: how long does it take before i reply to {person}
-- needs: person
-- may: nights
-- example: how long do I wait before I answer mother?
-- one: Once{when} you told how long you waited where you spoke of {person}, {last}: {waited}.
-- some: Where you spoke of {person}{when}, you told of {count} waits on {nights}; half of them were {middle} or longer, the last was {waited}, {last}.
-- none: I find no wait with its length told{when} in an entry that speaks of {person}.
-- empty: A wait counts only where you said how long it was, such as “I waited ten minutes”.
SELECT night, evidence AS words, lower_s AS waited_s, median(lower_s) OVER () AS _middle_s,
    entry || '.' || utterance + 1 AS sentence
FROM current_measures
WHERE kind = 'pause' AND night BETWEEN $first AND $last
    AND entry IN (SELECT entry FROM current_tags WHERE kind = 'person' AND label = $person)
ORDER BY night DESC, entry DESC, position
