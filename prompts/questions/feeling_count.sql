-- version: 1
-- group: What you felt
-- ask: how often did i feel {emotion}
-- ask: how often was i {emotion}
-- ask: how many times did i feel {emotion}
-- ask: how many nights was i {emotion}
-- ask: how much {emotion} was there
-- ask: did i feel {emotion}
-- ask: was i {emotion}
-- needs: emotion
-- may: person, nights
-- example: how often was I anxious last month?
-- one: You felt {emotion}{with} once{when}, {last}.
-- some: You told of it {count.times}{with}{when}, on {nights}, the last {last}.
-- none: I find no night{when} on which you felt {emotion}{with}.
-- empty: It may have been felt and not been told, or been told in words that I did not know for it.
SELECT night, arg_min(evidence, position) AS words, entry || '.' || min(utterance) + 1 AS sentence
FROM current_tags
WHERE kind = 'emotion' AND label = $emotion AND night BETWEEN $first AND $last
    AND entry IN (SELECT entry FROM current_tags WHERE kind = 'person' AND label = $person)  -- if person
GROUP BY night, entry
ORDER BY night DESC, entry DESC
