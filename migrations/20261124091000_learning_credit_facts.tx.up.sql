-- A certificate from elsewhere that was accepted counts as having done the course: from the day on it, as
-- far as that was known on the day asked, until it ends or its withdrawal was known.
CREATE OR REPLACE VIEW learning.credit_facts WITH (security_invoker = true) AS
	SELECT person_id, course_id, completed_on AS done_on, NULL::date AS known_on, NULL::date AS withdrawn_on FROM learning.completions
	UNION ALL
	SELECT person_id, course_id, recognized_on, (accepted_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date,
		LEAST(valid_until + 1, GREATEST(withdrawn_on, (withdrawn_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date))
	FROM learning.recognition_facts;
