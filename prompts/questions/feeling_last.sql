-- version: 1
-- group: What you felt
-- ask: when did i last feel {emotion}
-- ask: when was i last {emotion}
-- ask: when was the last time i felt {emotion}
-- ask: last time i was {emotion}
-- ask: how long since i felt {emotion}
-- ask: how long ago did i last feel {emotion}
-- ask: how long ago was i {emotion}
-- needs: emotion
-- may: person, nights
-- example: when did I last feel calm?
-- one: You felt {emotion}{with} once{when}, {last}{ago}.
-- some: You last felt {emotion}{with} {last}{ago}; I find {nights} of it{when}.
-- none: I find no night{when} on which you felt {emotion}{with}.
-- empty: It may have been felt and not been told, or been told in words that I did not know for it.
SELECT night, arg_min(evidence, position) AS words, entry || '.' || min(utterance) + 1 AS sentence
FROM current_tags
WHERE kind = 'emotion' AND label = $emotion AND night BETWEEN $first AND $last
    AND entry IN (SELECT entry FROM current_tags WHERE kind = 'person' AND label = $person)  -- if person
GROUP BY night, entry
ORDER BY night DESC, entry DESC
