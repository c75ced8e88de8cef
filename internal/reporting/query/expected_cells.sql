-- What the cells must hold: the facts, counted by the agency, course and day that each fact carries,
-- without the changes that the next folding will add (visible now, but at or above the horizon ?0).
-- Days are days in Viet Nam. Periods are in hundredths.
WITH facts AS (
	SELECT agency_id, course_id, (enrolled_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS day, 'enrolled' AS what, count(*) AS amount
	FROM learning.enrollment_facts GROUP BY 1, 2, 3
	UNION ALL
	SELECT agency_id, course_id, (started_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date, 'started', count(*)
	FROM learning.enrollment_facts WHERE started_at IS NOT NULL GROUP BY 1, 2, 3
	UNION ALL
	SELECT agency_id, course_id, completed_on, 'completed', count(*) FROM learning.completion_facts GROUP BY 1, 2, 3
	UNION ALL
	SELECT agency_id, course_id, completed_on, 'periods', sum(periods) FROM learning.completion_facts GROUP BY 1, 2, 3
	UNION ALL
	SELECT agency_id, course_id, issued_on, 'issued', count(*) FROM certificate.certificate_facts GROUP BY 1, 2, 3
	UNION ALL
	SELECT agency_id, course_id, revoked_on, 'revoked', count(*)
	FROM certificate.certificate_facts WHERE revoked_on IS NOT NULL GROUP BY 1, 2, 3
), coming AS (
	SELECT agency_id, course_id, day, what, -sum(amount) AS amount
	FROM (
		SELECT xact, agency_id, course_id, day, what, amount FROM learning.delta_facts
		UNION ALL
		SELECT xact, agency_id, course_id, day, what, amount FROM certificate.delta_facts
	) d
	WHERE xact >= ?0::xid8 AND xact < pg_snapshot_xmax(pg_current_snapshot())
	GROUP BY 1, 2, 3, 4
), expected AS (
	SELECT agency_id, course_id, day, what, sum(amount)::bigint AS amount
	FROM (SELECT * FROM facts UNION ALL SELECT * FROM coming) f
	GROUP BY 1, 2, 3, 4
), differences AS (
	SELECT agency_id, course_id, day, what, COALESCE(c.amount, 0) AS stored, COALESCE(e.amount, 0) AS expected
	FROM expected e FULL JOIN reporting.cells c USING (agency_id, course_id, day, what)
	WHERE COALESCE(c.amount, 0) <> COALESCE(e.amount, 0)
)
