-- The facts win: cells that differ are written anew; one that no fact stands behind becomes 0.
, repaired AS (
	INSERT INTO reporting.cells (agency_id, course_id, day, what, amount)
	SELECT agency_id, course_id, day, what, expected FROM differences
	ON CONFLICT (agency_id, course_id, day, what) DO UPDATE SET amount = EXCLUDED.amount
)
