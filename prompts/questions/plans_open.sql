-- version: 1
-- group: What you did
-- ask: what did i mean to do and not do
-- ask: what did i plan and not do
-- ask: what did i want to do but did not
-- ask: what have i not done yet
-- ask: what was i going to do
-- ask: what did i mean to do
-- ask: what did i plan to do
-- ask: what am i still meaning to do
-- ask: what are my plans
-- ask: what did i say i would do
-- ask: what did i say i was going to do and have not
-- ask: what am i putting off
-- ask: what did i never get round to
-- may: nights
-- example: what did I mean to do and not do?
-- one: You meant to try {doing}{when}, {night}; I find no word of it since, and there is no hurry.
-- some: You told of {count} plans{when} with no word of them since, the newest {night}: {doing}. There is no hurry.
-- none: I find no plan{when} without a word of it since.
-- empty: Either no plan was told, or each was told as done on a later night.
WITH done AS (
    SELECT label, max(night) AS last_night FROM current_tags WHERE kind = 'behaviour' AND detail = 'done' GROUP BY label
)
SELECT label AS doing, night, arg_min(evidence, position) AS words, entry || '.' || min(utterance) + 1 AS sentence
FROM current_tags
LEFT JOIN done USING (label)
WHERE kind = 'behaviour' AND detail = 'intended' AND night BETWEEN $first AND $last
    AND coalesce(night > done.last_night, true)
GROUP BY label, night, entry
ORDER BY night DESC, entry DESC, doing
