-- Officers' enrollments with a graded final test in the window, each once, by the agency of the latest
-- of these attempts.
-- B6, the same learners only: enrollments that have a graded pre-test too (pairs); pre_mean and
-- final_mean are the means of the first pre-test and of the best final test in the window, on the scale
-- of 10, rounded to one decimal and given in hundredths.
-- B7 first, first_passed: first attempts at a final test in the window, and those of them passed.
-- B10 failed: enrollments without any passed final test by the window's last day.
, finals AS (
	SELECT w.span, w.to_on, a.enrollment_id, (array_agg(a.agency_id ORDER BY a.number DESC))[1] AS agency_id, max(a.scaled) AS best,
		bool_or(a.number = 1) AS first, bool_or(a.number = 1 AND a.passed) AS first_passed
	FROM assessment.attempt_facts a
	JOIN units u ON u.agency_id = a.agency_id AND a.submitted_on >= u.counts_from
	JOIN windows w ON a.submitted_on BETWEEN w.from_on AND w.to_on
	JOIN organization.person_facts o ON o.person_id = a.person_id AND o.kind = 'officer'
	WHERE a.kind = 'final'
	GROUP BY w.span, w.to_on, a.enrollment_id
), pre_tests AS (
	SELECT DISTINCT ON (enrollment_id) enrollment_id, scaled FROM assessment.attempt_facts
	WHERE kind = 'pre_test' AND enrollment_id IN (SELECT enrollment_id FROM finals)
	ORDER BY enrollment_id, number
), passes AS (
	SELECT enrollment_id, min(submitted_on) AS passed_on FROM assessment.attempt_facts
	WHERE kind = 'final' AND passed AND enrollment_id IN (SELECT enrollment_id FROM finals) GROUP BY enrollment_id
), by_unit AS (
	SELECT f.agency_id, f.span, count(p.scaled) AS pairs, sum(p.scaled) AS pre_sum, sum(f.best) FILTER (WHERE p.scaled IS NOT NULL) AS final_sum,
		count(*) FILTER (WHERE f.first) AS first, count(*) FILTER (WHERE f.first_passed) AS first_passed,
		count(*) FILTER (WHERE s.passed_on IS NULL OR s.passed_on > f.to_on) AS failed
	FROM finals f
	LEFT JOIN pre_tests p ON p.enrollment_id = f.enrollment_id
	LEFT JOIN passes s ON s.enrollment_id = f.enrollment_id
	GROUP BY f.agency_id, f.span
)
SELECT m.branch, b.span, sum(b.pairs)::bigint AS pairs,
	(round(sum(b.pre_sum) / NULLIF(sum(b.pairs), 0) / 10) * 10)::bigint AS pre_mean,
	(round(sum(b.final_sum) / NULLIF(sum(b.pairs), 0) / 10) * 10)::bigint AS final_mean,
	sum(b.first)::bigint AS first, sum(b.first_passed)::bigint AS first_passed, sum(b.failed)::bigint AS failed
FROM by_unit b
JOIN members m ON m.agency_id = b.agency_id
GROUP BY m.branch, b.span
