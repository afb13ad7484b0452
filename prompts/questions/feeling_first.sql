-- version: 1
-- group: What you felt
-- ask: when did i first feel {emotion}
-- ask: when was the first time i felt {emotion}
-- ask: when was i first {emotion}
-- ask: when did i start feeling {emotion}
-- ask: since when am i {emotion}
-- ask: when did the {emotion} start
-- needs: emotion
-- may: person, nights
-- example: when did I first feel hopeful?
-- one: You felt {emotion}{with} once{when}, {first}.
-- some: You first told of it{with}{when} {first}, and on {nights} in all.
-- none: I find no night{when} on which you felt {emotion}{with}.
-- empty: It may have been felt and not been told, or been told in words that I did not know for it.
SELECT night, arg_min(evidence, position) AS words, entry || '.' || min(utterance) + 1 AS sentence
FROM current_tags
WHERE kind = 'emotion' AND label = $emotion AND night BETWEEN $first AND $last
    AND entry IN (SELECT entry FROM current_tags WHERE kind = 'person' AND label = $person)  -- if person
GROUP BY night, entry
ORDER BY night, entry
