-- version: 1
-- group: Nights
-- ask: how was {nights}
-- ask: how were {nights}
-- ask: how did {nights} go
-- ask: what was {nights} like
-- ask: what happened {nights}
-- ask: tell me about {nights}
-- ask: what came up {nights}
-- ask: sum up {nights}
-- ask: what was going on {nights}
-- needs: nights
-- may: person
-- example: how was last week?
-- one: You spoke on one night{with}{when}, {last}. You told most of {told_most}.
-- some: You spoke on {nights}{with}{when}, the last {last}. You told most of {told_most}.
-- none: I find nothing that was said{with}{when}.
-- empty: Nothing was kept in that time, and that says nothing of how it was.
WITH chosen AS (
    SELECT number, night
    FROM entries
    WHERE night BETWEEN $first AND $last AND state = 'words'
        AND number IN (SELECT entry FROM current_tags WHERE kind = 'person' AND label = $person)  -- if person
), heard AS (
    SELECT chosen.night, kind, replace(label, '_', ' ') AS label
    FROM current_tags
    JOIN chosen ON chosen.number = current_tags.entry
    WHERE kind = 'emotion' OR (kind = 'behaviour' AND detail = 'done')
), most AS (
    SELECT coalesce(string_agg(label, ', '), 'nothing that has a name here') AS told_most
    FROM (
        SELECT label FROM heard WHERE kind = 'emotion'
        GROUP BY label ORDER BY count(DISTINCT night) DESC, max(night) DESC, label LIMIT 3
    )
)
SELECT chosen.night,
    coalesce(list(DISTINCT label ORDER BY label) FILTER (kind = 'emotion'), []).array_to_string(', ') AS feelings,
    coalesce(list(DISTINCT label ORDER BY label) FILTER (kind = 'behaviour'), []).array_to_string(', ') AS doings,
    any_value(told_most) AS _told_most
FROM chosen
CROSS JOIN most
LEFT JOIN heard USING (night)
GROUP BY chosen.night
ORDER BY chosen.night DESC
