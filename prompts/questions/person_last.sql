-- version: 1
-- group: People
-- ask: when did i last talk about {person}
-- ask: when did i last mention {person}
-- ask: when did {person} last come up
-- ask: when was the last time i talked about {person}
-- ask: when did i last see {person}
-- ask: when did i last talk to {person}
-- ask: last time with {person}
-- ask: when did i last bring up {person}
-- ask: how long ago did i last mention {person}
-- needs: person
-- may: nights
-- example: when did I last mention Dana?
-- one: You spoke of {person} once{when}, {last}{ago}.
-- some: You last spoke of {person} {last}{ago}; I find {nights} of it{when}.
-- none: I find nothing about {person}{when}.
-- empty: They may have been meant by a word that I did not know for them, such as a plain “she”.
SELECT night, arg_min(evidence, position) AS words, entry || '.' || min(utterance) + 1 AS sentence
FROM current_tags
WHERE kind = 'person' AND label = $person AND night BETWEEN $first AND $last
GROUP BY night, entry
ORDER BY night DESC, entry DESC
