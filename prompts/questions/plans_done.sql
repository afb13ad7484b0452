-- version: 1
-- group: What you did
-- ask: which plans did i carry out
-- ask: what did i plan and then do
-- ask: which plans worked out
-- ask: what did i mean to do and then did
-- ask: what came of my plans
-- ask: did any of my plans work out
-- ask: did i do what i planned
-- may: nights
-- example: which plans did I carry out?
-- one: One thing that you planned{when} was told as done within two weeks: {doing}, {times.times}, the last {last_done}.
-- some: Of what you planned{when}, most often told as done within two weeks was {doing.counted}.
-- none: I find no plan{when} that was told as done within two weeks.
-- empty: A plan may have been carried out and not been told, or later than two weeks after.
WITH plans AS (
    SELECT DISTINCT label, night
    FROM current_tags
    WHERE kind = 'behaviour' AND detail = 'intended' AND night BETWEEN $first AND $last
), done AS (
    SELECT DISTINCT label, night FROM current_tags WHERE kind = 'behaviour' AND detail = 'done'
)
SELECT plans.label AS doing, count(DISTINCT done.night) AS times, max(plans.night) AS last_planned,
    max(done.night) AS last_done
FROM plans
ASOF JOIN done ON done.label = plans.label AND done.night > plans.night
WHERE done.night <= plans.night + 14
GROUP BY plans.label
ORDER BY times DESC, last_done DESC, doing
