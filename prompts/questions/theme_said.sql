-- version: 1
-- group: What it was about
-- ask: what did i say about {theme}
-- ask: what came up with {theme}
-- ask: what came up about {theme}
-- ask: what have i said about {theme}
-- ask: what happened with {theme}
-- ask: how is {theme}
-- ask: how is {theme} going
-- ask: anything about {theme}
-- ask: what about {theme}
-- needs: theme
-- may: person, nights
-- example: what came up with work last month?
-- one: You spoke of {theme}{with} once{when}, {last}: “{words}”
-- some: You spoke of {theme}{with} on {nights}{when}, the last {last}: “{words}”
-- none: I find nothing about {theme}{with}{when}.
-- empty: It may have been told in words that I did not take for this theme.
WITH told AS (
    SELECT entry, night, utterance
    FROM current_tags
    WHERE kind = 'theme' AND label = $theme AND night BETWEEN $first AND $last
        AND entry IN (SELECT entry FROM current_tags WHERE kind = 'person' AND label = $person)  -- if person
    GROUP BY ALL
)
SELECT told.night, said.text AS words, told.entry || '.' || told.utterance + 1 AS sentence
FROM told
JOIN current_utterances AS said ON said.entry = told.entry AND said.position = told.utterance
ORDER BY told.night DESC, told.entry DESC, told.utterance
