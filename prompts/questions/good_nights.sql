-- version: 1
-- group: Nights
-- ask: what were the good nights
-- ask: which nights were good
-- ask: when was i doing well
-- ask: what were my best nights
-- ask: when were things good
-- ask: which were the lighter nights
-- ask: when was it easier
-- may: person, nights
-- example: what were the good nights in March?
-- one: One night{with}{when} had good feelings and no hard ones, {last}.
-- some: {nights.capital} {with_of}{when} had good feelings and no hard ones, the last {last}.
-- none: I find no night{with}{when} that had good feelings and no hard ones.
-- empty: Many nights hold both, and a night with both can be a good one too; those are not counted here.
WITH others AS (
    SELECT DISTINCT night
    FROM current_tags
    WHERE kind = 'emotion' AND night BETWEEN $first AND $last
        AND label IN (
            'sadness', 'grief', 'anger', 'frustration', 'fear', 'anxiety', 'overwhelm', 'shame', 'guilt', 'loneliness',
            'disappointment', 'jealousy', 'boredom', 'exhaustion', 'confusion', 'disgust'
        )
)
SELECT night, string_agg(DISTINCT label, ', ' ORDER BY label) AS feelings
FROM current_tags
WHERE kind = 'emotion' AND label <> 'surprise' AND night BETWEEN $first AND $last AND night NOT IN (FROM others)
    AND entry IN (SELECT entry FROM current_tags WHERE kind = 'person' AND label = $person)  -- if person
GROUP BY night
ORDER BY night DESC
