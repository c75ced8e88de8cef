-- Duties (việc học): one officer and one course that requirements ask of them, on a day (?2), as
-- learning.duty_facts defines them: who is named, the nearest date, and exactly one state (done, not_done,
-- overdue, exempt, not_counted). Where several documents ask for a course it is one duty. Students have
-- lines of their own elsewhere. Optional: one course (?3).
--
-- ?0, ?1: the units asked for, each with its row (branch).
WITH members AS (
	SELECT * FROM unnest(?0::uuid[], ?1::int[]) AS m(agency_id, branch)
), duties AS (
	SELECT d.person_id, d.agency_id, m.branch, a.name AS unit, a.publishes_strength, d.position_group, d.course_id, d.due_on, d.completed_on, d.state, d.why
	FROM learning.duty_facts(?2, ?0::uuid[]) d
	JOIN members m ON m.agency_id = d.agency_id
	JOIN organization.agency_facts a ON a.agency_id = d.agency_id AND a.valid_from <= ?2 AND (a.valid_to IS NULL OR a.valid_to > ?2)
	WHERE d.counts AND d.kind = 'officer' AND (?3::uuid IS NULL OR d.course_id = ?3::uuid)
)
