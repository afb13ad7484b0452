-- version: 1
-- group: What it was about
-- ask: how often did i talk about {theme}
-- ask: how often was it about {theme}
-- ask: how often does {theme} come up
-- ask: how many nights were about {theme}
-- ask: which nights were about {theme}
-- ask: which nights did i talk about {theme}
-- ask: how many times did i talk about {theme}
-- ask: how much do i talk about {theme}
-- needs: theme
-- may: person, nights
-- example: how often did I talk about work this month?
-- one: It was about {theme}{with} on one night{when}, {last}.
-- some: It was about {theme}{with} on {nights}{when}: {dates}.
-- none: I find nothing about {theme}{with}{when}.
-- empty: It may have been told in words that I did not take for this theme.
SELECT night, arg_min(evidence, position) AS words, entry || '.' || min(utterance) + 1 AS sentence
FROM current_tags
WHERE kind = 'theme' AND label = $theme AND night BETWEEN $first AND $last
    AND entry IN (SELECT entry FROM current_tags WHERE kind = 'person' AND label = $person)  -- if person
GROUP BY night, entry
ORDER BY night DESC, entry DESC
