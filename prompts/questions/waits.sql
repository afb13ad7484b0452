-- version: 1
-- group: Waiting and noticing
-- ask: how long do i wait
-- ask: how long do i wait before i answer
-- ask: how long do i wait before i react
-- ask: how long do i pause
-- ask: how long did i wait
-- ask: how long are my pauses
-- ask: how long does it take me to answer
-- may: nights
-- example: how long do I wait before I react?
-- one: Once{when} you told how long you waited, {last}: {waited}.
-- some: You told of {count} waits{when}, on {nights}; half of them were {middle} or longer, the last was {waited}, {last}.
-- none: I find no wait with its length told{when}.
-- empty: A wait counts only where you said how long it was, such as “I waited ten minutes”.
SELECT night, evidence AS words, lower_s AS waited_s, median(lower_s) OVER () AS _middle_s,
    entry || '.' || utterance + 1 AS sentence
FROM current_measures
WHERE kind = 'pause' AND night BETWEEN $first AND $last
ORDER BY night DESC, entry DESC, position
