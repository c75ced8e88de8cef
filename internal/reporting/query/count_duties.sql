-- Totals of duties per row. people: those with at least one duty that counts (not exempt, not left out);
-- people_done: those who have done every one of them. Duties and people are two measures and are never mixed.
SELECT branch,
	sum(required)::bigint AS required, sum(done)::bigint AS done, sum(not_done)::bigint AS not_done,
	sum(overdue)::bigint AS overdue, sum(exempt)::bigint AS exempt, sum(not_counted)::bigint AS not_counted,
	count(*) FILTER (WHERE required > not_counted + exempt) AS people,
	count(*) FILTER (WHERE required > not_counted + exempt AND done = required - not_counted - exempt) AS people_done
FROM (
	SELECT branch, person_id, count(*) AS required,
		count(*) FILTER (WHERE state = 'done') AS done, count(*) FILTER (WHERE state = 'not_done') AS not_done,
		count(*) FILTER (WHERE state = 'overdue') AS overdue, count(*) FILTER (WHERE state = 'exempt') AS exempt,
		count(*) FILTER (WHERE state = 'not_counted') AS not_counted
	FROM duties GROUP BY branch, person_id
) AS person
GROUP BY branch
