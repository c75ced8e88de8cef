DROP VIEW gathering.attendance_facts;
DROP VIEW gathering.attendances;
DROP INDEX gathering.attendance_marks_newest;

CREATE TABLE gathering.attendances (
	session_id          uuid NOT NULL REFERENCES gathering.sessions,
	participant_id      uuid NOT NULL REFERENCES gathering.participants,
	class_id            uuid NOT NULL,
	person_id           uuid NOT NULL,
	agency_id           uuid NOT NULL,
	host_agency_id      uuid NOT NULL,
	called_by_agency_id uuid,
	mark_id             uuid NOT NULL,
	state               text NOT NULL CHECK (state IN ('present', 'late', 'excused', 'absent')),
	excuse              text NOT NULL DEFAULT '',
	marked_at           timestamptz NOT NULL,
	marked_by           uuid NOT NULL,
	PRIMARY KEY (session_id, participant_id)
);
INSERT INTO gathering.attendances
	SELECT DISTINCT ON (session_id, participant_id) session_id, participant_id, class_id, person_id, agency_id, host_agency_id, called_by_agency_id,
		id, state, excuse, marked_at, marked_by
	FROM gathering.attendance_marks ORDER BY session_id, participant_id, marked_at DESC, id DESC;
CREATE INDEX attendances_by_class ON gathering.attendances (class_id);
CREATE INDEX attendances_by_person ON gathering.attendances (person_id);
CALL gathering.protect_class_rows('gathering.attendances');
CREATE VIEW gathering.attendance_facts WITH (security_invoker = true) AS
	SELECT session_id, class_id, participant_id, person_id, agency_id, state FROM gathering.attendances;
