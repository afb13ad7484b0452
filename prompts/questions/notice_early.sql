-- version: 1
-- group: Waiting and noticing
-- ask: when did i last notice before it happened
-- ask: when did i catch it before it happened
-- ask: when did i catch myself in time
-- ask: when did i notice in the moment
-- ask: which nights did i catch it while it happened
-- ask: when did i notice as it happened
-- may: person, nights
-- example: when did I catch myself in time?
-- one: Once{with}{when} you noticed {noticed}, {last}.
-- some: On {nights}{with}{when} you noticed before it happened or while it did, the last {last}.
-- none: I find no night{with}{when} on which you said that you noticed before it happened or while it did.
-- empty: To notice later is noticing too; `when do I notice my patterns` counts all of it.
SELECT night, value AS noticed, evidence AS words, entry || '.' || utterance + 1 AS sentence
FROM current_measures
WHERE kind = 'catch_point' AND value IN ('before', 'during') AND night BETWEEN $first AND $last
    AND entry IN (SELECT entry FROM current_tags WHERE kind = 'person' AND label = $person)  -- if person
ORDER BY night DESC, entry DESC, position
