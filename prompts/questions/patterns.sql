-- version: 1
-- group: What you did
-- ask: which patterns came up
-- ask: what old patterns came up
-- ask: which old habits came back
-- ask: what are my patterns
-- ask: what patterns do i have
-- ask: which pattern comes up most
-- ask: what do i fall back into
-- ask: which old habits showed up
-- ask: what is my most common pattern
-- may: person, nights
-- example: which old patterns came up last month?
-- one: One old pattern came up{with}{when}: {doing}, on {nights_of}.
-- some: What came up most{with}{when} was {doing.counted}.
-- none: I find no old pattern told{with}{when}.
-- empty: It may have happened and not been told, or been told in words that I did not know for it.
SELECT label AS doing, count(DISTINCT night) AS nights, max(night) AS last_night
FROM current_tags
WHERE kind = 'behaviour' AND detail = 'done' AND night BETWEEN $first AND $last
    AND label IN (
        'snapped', 'spiralled', 'avoided', 'people_pleased', 'self_criticised', 'withdrew', 'overworked',
        'numbed_out', 'skipped_homework', 'shut_down'
    )
    AND entry IN (SELECT entry FROM current_tags WHERE kind = 'person' AND label = $person)  -- if person
GROUP BY label
ORDER BY nights DESC, last_night DESC, label
