-- attendances: the newest mark of each participant and session, read from the history instead of kept
-- beside it. Of two marks the newer by its own time wins, then the greater key.
DROP VIEW gathering.attendance_facts;
DROP TABLE gathering.attendances;
CREATE INDEX attendance_marks_newest ON gathering.attendance_marks (class_id, session_id, participant_id, marked_at DESC, id DESC);

CREATE VIEW gathering.attendances WITH (security_invoker = true) AS
	SELECT DISTINCT ON (class_id, session_id, participant_id) class_id, session_id, participant_id, person_id, agency_id, id AS mark_id,
		state, excuse, marked_at, marked_by
	FROM gathering.attendance_marks ORDER BY class_id, session_id, participant_id, marked_at DESC, id DESC;
CREATE VIEW gathering.attendance_facts WITH (security_invoker = true) AS
	SELECT session_id, class_id, participant_id, person_id, agency_id, state FROM gathering.attendances;
