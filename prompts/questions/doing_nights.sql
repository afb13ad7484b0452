-- version: 1
-- group: What you did
-- ask: which nights did i {doing.base}
-- ask: on which nights did i {doing}
-- ask: what nights did i {doing}
-- ask: which days did i {doing}
-- ask: when did i {doing}
-- ask: when have i {doing}
-- ask: when do i {doing}
-- ask: show me the nights i {doing}
-- ask: the times i {doing}
-- ask: list the nights when i {doing}
-- ask: give me the nights i {doing}
-- needs: doing
-- may: person, nights
-- example: which nights did I rest in March?
-- one: You {doing}{with} on one night{when}, {last}.
-- some: You {doing}{with} on {nights}{when}: {dates}.
-- none: I find no night{when} on which you said that you {doing}{with}.
-- empty: It may have happened and not been told, or been told in words that I did not know for it.
SELECT night, arg_min(evidence, position) AS words, entry || '.' || min(utterance) + 1 AS sentence
FROM current_tags
WHERE kind = 'behaviour' AND label = $doing AND detail = 'done' AND night BETWEEN $first AND $last
    AND entry IN (SELECT entry FROM current_tags WHERE kind = 'person' AND label = $person)  -- if person
GROUP BY night, entry
ORDER BY night DESC, entry DESC
