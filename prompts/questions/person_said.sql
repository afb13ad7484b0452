-- version: 1
-- group: People
-- ask: what did i say about {person}
-- ask: what have i said about {person}
-- ask: what did i tell you about {person}
-- ask: what was there with {person}
-- ask: what happened with {person}
-- ask: what did i say to {person}
-- ask: what came up with {person}
-- ask: anything about {person}
-- ask: what about {person}
-- needs: person
-- may: nights
-- example: what did I say about mother in March?
-- one: You spoke of {person} once{when}, {last}: “{words}”
-- some: You spoke of {person} on {nights}{when}, the last {last}: “{words}”
-- none: I find nothing about {person}{when}.
-- empty: They may have been meant by a word that I did not know for them, such as a plain “she”.
WITH told AS (
    SELECT entry, night, utterance
    FROM current_tags
    WHERE kind = 'person' AND label = $person AND night BETWEEN $first AND $last
    GROUP BY ALL
)
SELECT told.night, said.text AS words, told.entry || '.' || told.utterance + 1 AS sentence
FROM told
JOIN current_utterances AS said ON said.entry = told.entry AND said.position = told.utterance
ORDER BY told.night DESC, told.entry DESC, told.utterance
