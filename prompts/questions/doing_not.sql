-- version: 1
-- group: What you did
-- ask: when did i not {doing.base}
-- ask: which nights did i not {doing}
-- ask: when did i almost {doing}
-- ask: when did i nearly {doing}
-- ask: when was the last time i did not {doing}
-- ask: how often did i not {doing}
-- ask: times i nearly {doing}
-- ask: when did i stop myself from {doing}
-- ask: when did i manage not to {doing.base}
-- ask: when did i nearly {doing.base} but did not
-- needs: doing
-- may: person, nights
-- example: when did I nearly snap?
-- one: Once{when} you said that you did not {doing.base}{with}, {last}.
-- some: On {nights}{when} you said that you did not {doing.base}{with}, the last {last}.
-- none: I find no night{when} on which you said that you did not {doing.base}{with}.
-- empty: Only what you told as not done is counted here; a night without a word of it is not.
SELECT night, arg_min(evidence, position) AS words, entry || '.' || min(utterance) + 1 AS sentence
FROM current_tags
WHERE kind = 'behaviour' AND label = $doing AND detail = 'not_done' AND night BETWEEN $first AND $last
    AND entry IN (SELECT entry FROM current_tags WHERE kind = 'person' AND label = $person)  -- if person
GROUP BY night, entry
ORDER BY night DESC, entry DESC
