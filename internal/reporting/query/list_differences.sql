SELECT agency_id, course_id, day, what, stored, expected, count(*) OVER () AS total
FROM differences ORDER BY day, agency_id, course_id, what LIMIT 1000
