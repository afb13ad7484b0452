-- version: 1
-- group: What you did
-- ask: what did i say when i {doing}
-- ask: what did i say about {doing}
-- ask: what did i tell about {doing}
-- ask: what were my words when i {doing}
-- ask: read me the times i {doing}
-- needs: doing
-- may: person, nights
-- example: what did I say when I set a boundary?
-- one: You told of it once{when}, {last}: “{words}”
-- some: You told of it on {nights}{when}, the last {last}: “{words}”
-- none: I find no night{when} on which you said that you {doing}{with}.
-- empty: It may have happened and not been told, or been told in words that I did not know for it.
WITH told AS (
    SELECT entry, night, utterance
    FROM current_tags
    WHERE kind = 'behaviour' AND label = $doing AND detail = 'done' AND night BETWEEN $first AND $last
        AND entry IN (SELECT entry FROM current_tags WHERE kind = 'person' AND label = $person)  -- if person
    GROUP BY ALL
)
SELECT told.night, said.text AS words, told.entry || '.' || told.utterance + 1 AS sentence
FROM told
JOIN current_utterances AS said ON said.entry = told.entry AND said.position = told.utterance
ORDER BY told.night DESC, told.entry DESC, told.utterance
