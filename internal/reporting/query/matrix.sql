-- Duties by position group and course: where the gaps are. Totals alone.
SELECT d.position_group, d.course_id, COALESCE(f.key, '') AS course_key, COALESCE(f.title_vi, '') AS title_vi, COALESCE(f.title_en, '') AS title_en,
	count(*) AS required, count(*) FILTER (WHERE d.state = 'done') AS done, count(*) FILTER (WHERE d.state = 'not_done') AS not_done,
	count(*) FILTER (WHERE d.state = 'overdue') AS overdue, count(*) FILTER (WHERE d.state = 'exempt') AS exempt,
	count(*) FILTER (WHERE d.state = 'not_counted') AS not_counted
FROM duties d
LEFT JOIN catalog.course_facts f ON f.course_id = d.course_id
GROUP BY d.position_group, d.course_id, f.key, f.title_vi, f.title_en
ORDER BY f.key, d.position_group
