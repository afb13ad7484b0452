-- version: 1
-- group: What you did
-- ask: when did i first {doing.base}
-- ask: when was the first time i {doing}
-- ask: first time i {doing}
-- ask: when did i start {doing}
-- ask: since when do i {doing}
-- needs: doing
-- may: person, nights
-- example: when did I first ask for help?
-- one: You {doing}{with} once{when}, {first}.
-- some: You first {doing}{with} {first}, and on {nights} in all{when}.
-- none: I find no night{when} on which you said that you {doing}{with}.
-- empty: It may have happened and not been told, or been told in words that I did not know for it.
SELECT night, arg_min(evidence, position) AS words, entry || '.' || min(utterance) + 1 AS sentence
FROM current_tags
WHERE kind = 'behaviour' AND label = $doing AND detail = 'done' AND night BETWEEN $first AND $last
    AND entry IN (SELECT entry FROM current_tags WHERE kind = 'person' AND label = $person)  -- if person
GROUP BY night, entry
ORDER BY night, entry
