-- version: 1
-- group: Nights
-- ask: what time do i usually talk
-- ask: at what time do i talk to you
-- ask: when in the day do i talk
-- ask: how late do i talk
-- ask: what hour do i write
-- may: nights
-- example: what time do I usually talk?
-- one: You spoke at one hour only{when}, around {hour} ({nights_of}).
-- some: You speak most often around {hour}{when}, on {nights_of}.
-- none: I find no entry{when}.
-- empty: Nothing was kept in that time.
SELECT strftime(said_at, '%H:00') AS hour, count(DISTINCT night) AS nights
FROM entries
WHERE night BETWEEN $first AND $last
GROUP BY hour
ORDER BY nights DESC, hour
