-- version: 1
-- group: What you felt
-- ask: what helped after {emotion.name}
-- ask: what helped when i felt {emotion}
-- ask: what helped when i was {emotion}
-- ask: what helps with {emotion}
-- ask: what helps me when i am {emotion}
-- ask: what makes {emotion} better
-- ask: what did i do that helped with {emotion}
-- ask: what got me out of {emotion}
-- ask: what calmed me down when i was {emotion}
-- ask: what has helped with {emotion}
-- ask: what eased {emotion}
-- needs: emotion
-- may: person, nights
-- example: what helped after anxiety?
-- one: Calm or relief was told on the same night or the next, where you felt {emotion}{with}{when} and told of {doing} ({nights_of}).
-- some: Where you felt {emotion}{with}{when}, and calm or relief was told on the same night or the next, you told most of {doing.counted}.
-- none: I find no night{when} on which you felt {emotion}{with}, did one of the small changes, and told of calm or relief then or the night after.
-- empty: All three have to be told to be found here; that they stand side by side does not say that one made the other.
WITH nights AS (
    SELECT night,
        bool_or(label IN ('calm', 'relief', 'contentment', 'joy', 'hope') AND label <> $emotion) AS eased,
        bool_or(
            label = $emotion AND night BETWEEN $first AND $last
            AND entry IN (SELECT entry FROM current_tags WHERE kind = 'person' AND label = $person)  -- if person
        ) AS felt
    FROM current_tags
    WHERE kind = 'emotion' AND label IN ('calm', 'relief', 'contentment', 'joy', 'hope', $emotion)
    GROUP BY night
), eased AS (
    SELECT night FROM nights WHERE eased
), better AS (
    SELECT night FROM nights WHERE felt AND (eased OR night + 1 IN (FROM eased))
)
SELECT label AS doing, count(DISTINCT night) AS nights, max(night) AS last_night
FROM current_tags
WHERE kind = 'behaviour' AND detail = 'done' AND night IN (FROM better)
    AND label IN (
        'paused', 'set_boundary', 'asked_for_help', 'rested', 'grounded', 'noticed_pattern', 'spoke_honestly',
        'kind_self_talk', 'wrote_it_down', 'did_homework', 'did_differently', 'moved_body', 'connected', 'faced_it'
    )
GROUP BY label
ORDER BY nights DESC, last_night DESC, label
