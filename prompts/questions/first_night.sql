-- version: 1
-- group: Nights
-- ask: when did i start talking to you
-- ask: what was my first entry
-- ask: what did i say the first night
-- ask: when was my first night
-- ask: when did i begin this journal
-- ask: how long have i been doing this
-- example: when did I start talking to you?
-- one: Your first entry is of {first.bare}: “{words}”
-- some: Your first entry is of {first.bare}, and it begins: “{words}”
-- none: I find no entry with words yet.
-- empty: Nothing was kept yet.
SELECT night, text AS words, entry || '.' || position + 1 AS sentence
FROM current_utterances
WHERE entry = (SELECT number FROM entries WHERE state = 'words' ORDER BY night, utc, number LIMIT 1)
ORDER BY position
