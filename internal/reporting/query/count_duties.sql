-- Totals of duties per row (branch; ?0, ?1: the units asked for, each with its row), as of the day ?2:
-- learning.duty_count_facts counts what learning.duty_facts tells (see duties.sql). Optional: one course (?3), one
-- requirement (?4). Duties and people are two measures and are never mixed.
SELECT m.branch,
	sum(c.required)::bigint AS required, sum(c.done)::bigint AS done, sum(c.not_done)::bigint AS not_done,
	sum(c.overdue)::bigint AS overdue, sum(c.exempt)::bigint AS exempt, sum(c.not_counted)::bigint AS not_counted,
	sum(c.people)::bigint AS people, sum(c.people_done)::bigint AS people_done
FROM unnest(?0::uuid[], ?1::int[]) AS m(agency_id, branch)
JOIN learning.duty_count_facts(?2, ?0::uuid[], ?3, ?4) c ON c.agency_id = m.agency_id
GROUP BY m.branch
