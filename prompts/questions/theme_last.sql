-- version: 1
-- group: What it was about
-- ask: when did i last talk about {theme}
-- ask: when did {theme} last come up
-- ask: when did i last mention {theme}
-- ask: last time i talked about {theme}
-- needs: theme
-- may: person, nights
-- example: when did I last talk about sleep?
-- one: It was about {theme}{with} once{when}, {last}{ago}.
-- some: It was last about {theme}{with} {last}{ago}; I find {nights} of it{when}.
-- none: I find nothing about {theme}{with}{when}.
-- empty: It may have been told in words that I did not take for this theme.
SELECT night, arg_min(evidence, position) AS words, entry || '.' || min(utterance) + 1 AS sentence
FROM current_tags
WHERE kind = 'theme' AND label = $theme AND night BETWEEN $first AND $last
    AND entry IN (SELECT entry FROM current_tags WHERE kind = 'person' AND label = $person)  -- if person
GROUP BY night, entry
ORDER BY night DESC, entry DESC
