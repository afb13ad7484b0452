-- version: 1
-- group: People
-- ask: when did i first talk about {person}
-- ask: when did i first mention {person}
-- ask: when did {person} first come up
-- ask: since when do i talk about {person}
-- ask: when did i start talking about {person}
-- needs: person
-- may: nights
-- example: when did I first mention Dana?
-- one: You spoke of {person} once{when}, {first}.
-- some: You first spoke of {person}{when} {first}, and on {nights} in all.
-- none: I find nothing about {person}{when}.
-- empty: They may have been meant by a word that I did not know for them, such as a plain “she”.
SELECT night, arg_min(evidence, position) AS words, entry || '.' || min(utterance) + 1 AS sentence
FROM current_tags
WHERE kind = 'person' AND label = $person AND night BETWEEN $first AND $last
GROUP BY night, entry
ORDER BY night, entry
