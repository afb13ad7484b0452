-- version: 1
-- group: What you felt
-- ask: what did i say when i felt {emotion}
-- ask: what did i say when i was {emotion}
-- ask: what did i say about {emotion}
-- ask: what did i say about feeling {emotion}
-- ask: what made me {emotion}
-- ask: what makes me {emotion}
-- ask: why was i {emotion}
-- needs: emotion
-- may: person, nights
-- example: what did I say when I felt proud?
-- one: You told of it once{with}{when}, {last}: “{words}”
-- some: You told of it on {nights}{with}{when}, the last {last}: “{words}”
-- none: I find no night{when} on which you felt {emotion}{with}.
-- empty: It may have been felt and not been told, or been told in words that I did not know for it.
WITH told AS (
    SELECT entry, night, utterance
    FROM current_tags
    WHERE kind = 'emotion' AND label = $emotion AND night BETWEEN $first AND $last
        AND entry IN (SELECT entry FROM current_tags WHERE kind = 'person' AND label = $person)  -- if person
    GROUP BY ALL
)
SELECT told.night, said.text AS words, told.entry || '.' || told.utterance + 1 AS sentence
FROM told
JOIN current_utterances AS said ON said.entry = told.entry AND said.position = told.utterance
ORDER BY told.night DESC, told.entry DESC, told.utterance
