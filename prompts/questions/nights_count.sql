-- version: 1
-- group: Nights
-- ask: how many nights did i talk
-- ask: how often did i talk to you
-- ask: how often do i write
-- ask: how many entries are there
-- ask: how many entries do i have
-- ask: how many nights are kept
-- ask: how much did i say
-- ask: how many times have i done this
-- may: nights
-- example: how many nights did I talk this year?
-- one: There is one entry{when}, {last}.
-- some: There are {count} entries{when}, on {nights}, from {first.bare} to {last.bare}.
-- none: I find no entry{when}.
-- empty: Nothing was kept in that time, and that is all it says.
SELECT night, number AS entry, source
FROM entries
WHERE night BETWEEN $first AND $last
ORDER BY night DESC, number DESC
