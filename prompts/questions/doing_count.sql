-- version: 1
-- group: What you did
-- ask: how often did i {doing.base}
-- ask: how many times did i {doing}
-- ask: how often do i {doing}
-- ask: how much did i {doing}
-- ask: how many nights did i {doing}
-- ask: count the times i {doing}
-- ask: did i {doing}
-- ask: have i {doing}
-- needs: doing
-- may: person, nights
-- example: how often did I ask for help in March?
-- one: You {doing}{with} once{when}, {last}.
-- some: You {doing}{with} {count.times}{when}, on {nights}, the last {last}.
-- none: I find no night{when} on which you said that you {doing}{with}.
-- empty: It may have happened and not been told, or been told in words that I did not know for it.
SELECT night, arg_min(evidence, position) AS words, entry || '.' || min(utterance) + 1 AS sentence
FROM current_tags
WHERE kind = 'behaviour' AND label = $doing AND detail = 'done' AND night BETWEEN $first AND $last
    AND entry IN (SELECT entry FROM current_tags WHERE kind = 'person' AND label = $person)  -- if person
GROUP BY night, entry
ORDER BY night DESC, entry DESC
