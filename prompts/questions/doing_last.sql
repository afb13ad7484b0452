-- version: 1
-- group: What you did
-- ask: when did i last {doing.base}
-- ask: when was the last time i {doing}
-- ask: last time i {doing}
-- ask: how long since i {doing}
-- ask: how long is it since i last {doing}
-- ask: how long ago did i last {doing.base}
-- ask: how long ago did i {doing.base}
-- needs: doing
-- may: person, nights
-- example: when did I last set a boundary with mother?
-- one: You {doing}{with} once{when}, {last}{ago}.
-- some: You last {doing}{with} {last}{ago}; I find {nights} of it{when}.
-- none: I find no night{when} on which you said that you {doing}{with}.
-- empty: It may have happened and not been told, or been told in words that I did not know for it.
SELECT night, arg_min(evidence, position) AS words, entry || '.' || min(utterance) + 1 AS sentence
FROM current_tags
WHERE kind = 'behaviour' AND label = $doing AND detail = 'done' AND night BETWEEN $first AND $last
    AND entry IN (SELECT entry FROM current_tags WHERE kind = 'person' AND label = $person)  -- if person
GROUP BY night, entry
ORDER BY night DESC, entry DESC
