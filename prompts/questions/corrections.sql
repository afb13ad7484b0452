-- version: 1
-- group: What I asked you
-- ask: what did i correct
-- ask: what did you hear wrong
-- ask: what did you get wrong
-- ask: which corrections did i make
-- ask: what did you miss
-- may: nights
-- example: what did I correct?
-- one: You corrected one thing{when}, of {night.bare}: {what}.
-- some: You corrected {count} things{when}; of the newest night among them, {night.bare}: {what}.
-- none: I find nothing that you corrected{when}.
-- empty: Nothing was said to be wrong or missed in the entries of that time.
SELECT night, replace(label, '_', ' ') || CASE verdict WHEN 'wrong' THEN ' was wrong' ELSE ' was missed' END AS what,
    coalesce(evidence, '') AS words, entry
FROM current_corrections
WHERE verdict <> 'right' AND night BETWEEN $first AND $last
ORDER BY night DESC, entry DESC, position
