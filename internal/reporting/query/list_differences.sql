-- The first thousand cells that differ from the facts, and how many do.
SELECT agency_id, course_id, day, what, stored, expected, count(*) OVER () AS total
FROM differences ORDER BY day, agency_id, course_id, what LIMIT 1000
