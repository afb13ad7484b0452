-- version: 1
-- group: What you did
-- ask: what did i do for the first time
-- ask: what is new in what i did
-- ask: what was new
-- ask: which things did i do for the first time
-- may: nights
-- example: what did I do for the first time this year?
-- one: For the first time you told of {doing}{when}, {night}.
-- some: For the first time you told of {doing.all}{when}, the newest {night}.
-- none: I find nothing that was told for the first time{when}.
-- empty: Everything that you told of had come up before, or nothing was told.
SELECT label AS doing, min(night) AS night
FROM current_tags
WHERE kind = 'behaviour' AND detail = 'done'
GROUP BY label
HAVING min(night) BETWEEN $first AND $last
ORDER BY night DESC, label
