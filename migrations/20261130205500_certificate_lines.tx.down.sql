CREATE OR REPLACE VIEW certificate.certificate_facts WITH (security_invoker = true) AS
	SELECT id AS certificate_id, enrollment_id, person_id, agency_id, course_id, issued_on, state,
		(revoked_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS revoked_on FROM certificate.certificates;
DROP TABLE certificate.former_documents;
DROP INDEX certificate.certificates_one_for_each, certificate.certificates_by_enrollment, certificate.certificates_ending;
ALTER TABLE certificate.registers DROP COLUMN last_line;
DROP TABLE certificate.lines;
DROP FUNCTION certificate.keep_line();
DROP TABLE certificate.acts;
ALTER TABLE certificate.certificates DROP COLUMN replaces_id, DROP COLUMN first_on, DROP COLUMN copy, DROP COLUMN copied_on,
	DROP COLUMN revoked_cause, DROP COLUMN revoked_decision,
	ADD CONSTRAINT certificates_enrollment_id_key UNIQUE (enrollment_id);
