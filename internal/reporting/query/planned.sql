-- What the agencies themselves intend in a year (?2), as last submitted, per row (?0 and ?1: each agency with
-- its row): plans submitted, courses and classes, turns of people, budget in đồng. The budget is what agencies
-- declare (tự kê khai); null is no figure, never 0.
SELECT m.branch, count(*) AS plans, sum(p.items)::bigint AS items, sum(p.people)::bigint AS people, sum(p.budget)::bigint AS budget
FROM unnest(?0::uuid[], ?1::int[]) AS m(agency_id, branch)
JOIN planning.training_plan_facts p ON p.agency_id = m.agency_id AND p.year = ?2
GROUP BY m.branch
