-- version: 1
-- group: People
-- ask: how often did i talk about {person}
-- ask: how often do i mention {person}
-- ask: how many times did {person} come up
-- ask: how many nights did i talk about {person}
-- ask: how much do i talk about {person}
-- ask: which nights did i talk about {person}
-- needs: person
-- may: nights
-- example: how often did I talk about mother last month?
-- one: You spoke of {person} on one night{when}, {last}.
-- some: You spoke of {person} on {nights}{when}: {dates}.
-- none: I find nothing about {person}{when}.
-- empty: They may have been meant by a word that I did not know for them, such as a plain “she”.
SELECT night, arg_min(evidence, position) AS words, entry || '.' || min(utterance) + 1 AS sentence
FROM current_tags
WHERE kind = 'person' AND label = $person AND night BETWEEN $first AND $last
GROUP BY night, entry
ORDER BY night DESC, entry DESC
