-- version: 1
-- group: Nights
-- ask: what were the hard nights
-- ask: which nights were hard
-- ask: which nights were bad
-- ask: when was it hardest
-- ask: what were the worst nights
-- ask: when was i struggling
-- ask: when was it difficult
-- may: person, nights
-- example: which nights were hard this month?
-- one: One night{with}{when} had hard feelings and no good ones, {last}.
-- some: {nights.capital} {with_of}{when} had hard feelings and no good ones, the last {last}.
-- none: I find no night{with}{when} that had hard feelings and no good ones.
-- empty: Many nights hold both; those are not counted here.
WITH others AS (
    SELECT DISTINCT night
    FROM current_tags
    WHERE kind = 'emotion' AND night BETWEEN $first AND $last
        AND label IN (
            'joy', 'contentment', 'calm', 'gratitude', 'pride', 'hope', 'love', 'relief', 'excitement', 'amusement',
            'curiosity', 'nostalgia'
        )
)
SELECT night, string_agg(DISTINCT label, ', ' ORDER BY label) AS feelings
FROM current_tags
WHERE kind = 'emotion' AND label <> 'surprise' AND night BETWEEN $first AND $last AND night NOT IN (FROM others)
    AND entry IN (SELECT entry FROM current_tags WHERE kind = 'person' AND label = $person)  -- if person
GROUP BY night
ORDER BY night DESC
