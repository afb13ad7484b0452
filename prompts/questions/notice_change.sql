-- version: 1
-- group: Waiting and noticing
-- ask: do i notice my patterns sooner than before
-- ask: do i notice sooner
-- ask: do i notice earlier now
-- ask: do i catch myself sooner
-- ask: am i catching it earlier
-- ask: how has my noticing changed
-- ask: when do i notice each month
-- may: nights
-- example: do I notice sooner than before?
-- one: There is one month{when} in which you told when you noticed, {month}: before or while it happened {in_time} of {told}.
-- some: In {month} you noticed before or while it happened {in_time} of {told}; in {month.last} it was {in_time.last} of {told.last}.
-- none: I find no night{when} on which you said when you noticed an old pattern.
-- empty: It counts only where you said when you noticed, such as “an hour later it dawned on me”.
SELECT strftime(night, '%B %Y') AS month, count(*) FILTER (value IN ('before', 'during')) AS in_time, count(*) AS told,
    max(night) AS last_night
FROM current_measures
WHERE kind = 'catch_point' AND night BETWEEN $first AND $last
GROUP BY month
ORDER BY last_night DESC
