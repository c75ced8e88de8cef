, repaired AS (
	INSERT INTO reporting.cells (agency_id, course_id, day, what, amount)
	SELECT agency_id, course_id, day, what, expected FROM differences
	ON CONFLICT (agency_id, course_id, day, what) DO UPDATE SET amount = EXCLUDED.amount
)
