-- version: 1
-- group: What you did
-- ask: what small changes did i make
-- ask: which practices did i do
-- ask: what did i practise
-- ask: what did i do differently
-- ask: what did i do for myself
-- ask: what did i manage
-- ask: what went differently
-- ask: what practices did i use
-- may: person, nights
-- example: which small changes did I make in March?
-- one: You told of {doing}{with}{when}, on {nights_of}.
-- some: What you told most{with}{when} was {doing.counted}.
-- none: I find no small change told{with}{when}.
-- empty: It may have happened and not been told, or been told in words that I did not know for it.
SELECT label AS doing, count(DISTINCT night) AS nights, max(night) AS last_night
FROM current_tags
WHERE kind = 'behaviour' AND detail = 'done' AND night BETWEEN $first AND $last
    AND label IN (
        'paused', 'set_boundary', 'asked_for_help', 'rested', 'grounded', 'noticed_pattern', 'spoke_honestly',
        'kind_self_talk', 'wrote_it_down', 'did_homework', 'did_differently', 'moved_body', 'connected', 'faced_it'
    )
    AND entry IN (SELECT entry FROM current_tags WHERE kind = 'person' AND label = $person)  -- if person
GROUP BY label
ORDER BY nights DESC, last_night DESC, label
