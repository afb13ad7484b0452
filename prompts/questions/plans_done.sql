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
-- one: You planned one thing{when} and told of it as done later: {doing}, {done_on}.
-- some: {count.capital} plans{when} were told as done within two weeks, the newest {done_on}: {doing}.
-- none: I find no plan{when} that was told as done within two weeks.
-- empty: A plan may have been carried out and not been told, or later than two weeks after.
WITH plans AS (
    SELECT DISTINCT label, night
    FROM current_tags
    WHERE kind = 'behaviour' AND detail = 'intended' AND night BETWEEN $first AND $last
), done AS (
    SELECT DISTINCT label, night FROM current_tags WHERE kind = 'behaviour' AND detail = 'done'
)
SELECT plans.label AS doing, min(plans.night) AS planned_on, done.night AS done_on
FROM plans
ASOF JOIN done ON done.label = plans.label AND done.night > plans.night
WHERE done.night <= plans.night + 14
GROUP BY plans.label, done.night
ORDER BY done_on DESC, doing
