-- version: 1
-- group: Nights
-- ask: what did i say {nights}
-- ask: what did i talk about {nights}
-- ask: read me {nights}
-- ask: what was on my mind {nights}
-- ask: my words {nights}
-- ask: what did i tell you {nights}
-- needs: nights
-- example: what did I say last night?
-- one: You said one sentence{when}, {last}: “{words}”
-- some: You said {count} sentences{when}, on {nights}, beginning {first}: “{words}”
-- none: I find nothing that was said{when}.
-- empty: Nothing was kept in that time.
SELECT night, text AS words, entry || '.' || position + 1 AS sentence
FROM current_utterances
WHERE night BETWEEN $first AND $last
ORDER BY night, entry, position
