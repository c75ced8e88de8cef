CREATE OR REPLACE VIEW learning.credit_facts WITH (security_invoker = true) AS
	SELECT person_id, course_id, completed_on AS done_on, NULL::date AS known_on, NULL::date AS withdrawn_on FROM learning.completions;
