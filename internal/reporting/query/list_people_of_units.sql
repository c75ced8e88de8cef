-- Everybody whose facts count for the units (?0), less those whom the units' own scope shows whole:
-- people with a posting there today, and students of there. What is left are people who have gone; a
-- transaction in the units' scope is widened to them, so that what they did elsewhere counts too. Only
-- totals leave it.
(
	SELECT person_id FROM organization.posting_facts WHERE agency_id = ANY (?0::uuid[])
	UNION SELECT person_id FROM organization.class_member_facts WHERE agency_id = ANY (?0::uuid[])
	UNION SELECT person_id FROM learning.enrollment_facts WHERE agency_id = ANY (?0::uuid[])
	UNION SELECT person_id FROM learning.completion_facts WHERE agency_id = ANY (?0::uuid[])
	UNION SELECT person_id FROM assessment.attempt_facts WHERE agency_id = ANY (?0::uuid[])
	UNION SELECT person_id FROM certificate.certificate_facts WHERE agency_id = ANY (?0::uuid[])
	UNION SELECT person_id FROM gathering.participant_facts WHERE host_agency_id = ANY (?0::uuid[])
)
EXCEPT SELECT person_id FROM organization.posting_facts
	WHERE agency_id = ANY (?0::uuid[]) AND valid_from <= (SELECT scope.today()) AND (valid_to IS NULL OR valid_to > (SELECT scope.today()))
EXCEPT SELECT person_id FROM organization.person_facts WHERE agency_id = ANY (?0::uuid[]) AND kind = 'student'
