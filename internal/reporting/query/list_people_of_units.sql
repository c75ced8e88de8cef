-- Everybody whose facts count for the units (?0): who worked or studied there, and who enrolled,
-- completed or was certified under them. A transaction in an agency's scope is widened to them, so that
-- what they did elsewhere counts too; only totals leave it.
SELECT person_id FROM organization.posting_facts WHERE agency_id = ANY (?0::uuid[])
UNION SELECT person_id FROM organization.class_member_facts WHERE agency_id = ANY (?0::uuid[])
UNION SELECT person_id FROM learning.enrollment_facts WHERE agency_id = ANY (?0::uuid[])
UNION SELECT person_id FROM learning.completion_facts WHERE agency_id = ANY (?0::uuid[])
UNION SELECT person_id FROM assessment.attempt_facts WHERE agency_id = ANY (?0::uuid[])
UNION SELECT person_id FROM certificate.certificate_facts WHERE agency_id = ANY (?0::uuid[])
