-- version: 1
-- group: Nights
-- ask: which night did i talk the longest
-- ask: when did i talk the most
-- ask: what was my longest entry
-- ask: which nights did i have a lot to say
-- ask: longest night
-- may: nights
-- example: which night did I talk the longest?
-- one: You spoke on one night{when}, {last}: {words_said} words.
-- some: You said most{when} {night}: {words_said} words.
-- none: I find nothing that was said{when}.
-- empty: Nothing was kept in that time.
WITH longest AS (
    SELECT night
    FROM current_utterances
    WHERE night BETWEEN $first AND $last
    GROUP BY night
    ORDER BY sum(strlen(text)) DESC, night DESC
    LIMIT 50
)
SELECT night, sum(len(string_split(text, ' ')))::BIGINT AS words_said, count(*) AS sentences
FROM current_utterances
WHERE night IN (FROM longest)
GROUP BY night
ORDER BY words_said DESC, night DESC
