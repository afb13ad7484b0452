-- version: 1
-- group: What you felt
-- ask: which nights did i feel {emotion}
-- ask: what nights was i {emotion}
-- ask: on which nights was i {emotion}
-- ask: when did i feel {emotion}
-- ask: when was i {emotion}
-- ask: when am i {emotion}
-- ask: when do i feel {emotion}
-- ask: which days was i {emotion}
-- ask: show me the nights i felt {emotion}
-- ask: the nights of {emotion}
-- needs: emotion
-- may: person, nights
-- example: which nights did I feel lonely?
-- one: You felt {emotion}{with} on one night{when}, {last}.
-- some: You felt {emotion}{with} on {nights}{when}: {dates}.
-- none: I find no night{when} on which you felt {emotion}{with}.
-- empty: It may have been felt and not been told, or been told in words that I did not know for it.
SELECT night, arg_min(evidence, position) AS words, entry || '.' || min(utterance) + 1 AS sentence
FROM current_tags
WHERE kind = 'emotion' AND label = $emotion AND night BETWEEN $first AND $last
    AND entry IN (SELECT entry FROM current_tags WHERE kind = 'person' AND label = $person)  -- if person
GROUP BY night, entry
ORDER BY night DESC, entry DESC
