CREATE SCHEMA gathering;

-- classes (lớp tập huấn): a run of a course. No person stands here but the names that the class announces.
CREATE TABLE gathering.classes (
	id                uuid PRIMARY KEY,
	host_agency_id    uuid NOT NULL REFERENCES organization.agencies,
	year              smallint NOT NULL CHECK (year BETWEEN 2020 AND 2100),
	code              text NOT NULL CHECK (length(code) BETWEEN 1 AND 40),
	name              text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
	course_id         uuid NOT NULL REFERENCES catalog.courses,
	course_version_id uuid NOT NULL REFERENCES catalog.course_versions,
	field             text NOT NULL,
	form              text NOT NULL CHECK (form IN ('in_person', 'online', 'blended')),
	place             text NOT NULL DEFAULT '' CHECK (length(place) <= 300),
	meeting_url       text NOT NULL DEFAULT '' CHECK (length(meeting_url) <= 500),   -- shown to participants only
	starts_on         date NOT NULL,
	ends_on           date NOT NULL,
	seats             integer NOT NULL CHECK (seats BETWEEN 1 AND 1000),
	registration      text NOT NULL DEFAULT 'none' CHECK (registration IN ('none', 'host', 'all')),
	registration_from date,
	registration_to   date,
	attendance_role   text NOT NULL DEFAULT 'none' CHECK (attendance_role IN ('none', 'lessons', 'part')),
	attendance_share  smallint NOT NULL DEFAULT 80 CHECK (attendance_share BETWEEN 1 AND 100),
	document          text NOT NULL DEFAULT '' CHECK (length(document) <= 200),
	note              text NOT NULL DEFAULT '' CHECK (length(note) <= 500),
	instructor_names  text[] NOT NULL DEFAULT '{}',
	budget_planned    bigint CHECK (budget_planned >= 0),                            -- đồng, declared by the host
	budget_spent      bigint CHECK (budget_spent >= 0),
	budget_source     text NOT NULL DEFAULT '' CHECK (length(budget_source) <= 200),
	state             text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'open', 'running', 'finished', 'cancelled')),
	cancel_reason     text NOT NULL DEFAULT '',
	last_queue        bigint NOT NULL DEFAULT 0,
	created_by        uuid,
	created_at        timestamptz NOT NULL DEFAULT now(),
	updated_at        timestamptz NOT NULL DEFAULT now(),
	UNIQUE (host_agency_id, year, code),
	CHECK (ends_on >= starts_on),
	CHECK (registration = 'none' OR registration_to >= registration_from),
	CHECK (state <> 'cancelled' OR cancel_reason <> '')
);
CREATE INDEX classes_by_host ON gathering.classes (host_agency_id, starts_on DESC);
CREATE INDEX classes_by_course ON gathering.classes (course_id, state);

-- sessions (buổi học) of a class. A roll call that is closed changes only with a reason.
CREATE TABLE gathering.sessions (
	id                  uuid PRIMARY KEY,
	class_id            uuid NOT NULL REFERENCES gathering.classes,
	number              smallint NOT NULL CHECK (number BETWEEN 1 AND 60),
	title               text NOT NULL DEFAULT '' CHECK (length(title) <= 200),
	room                text NOT NULL DEFAULT '' CHECK (length(room) <= 200),
	starts_at           timestamptz NOT NULL,
	ends_at             timestamptz NOT NULL,
	roll_call_closed_at timestamptz,
	CHECK (ends_at > starts_at),
	UNIQUE (class_id, number) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX sessions_by_day ON gathering.sessions (starts_at);

-- invitations: how many people an agency may name for a class of another host.
CREATE TABLE gathering.invitations (
	class_id  uuid NOT NULL REFERENCES gathering.classes,
	agency_id uuid NOT NULL REFERENCES organization.agencies,
	quota     integer NOT NULL CHECK (quota BETWEEN 1 AND 1000),
	PRIMARY KEY (class_id, agency_id)
);
CREATE INDEX invitations_by_agency ON gathering.invitations (agency_id);

-- class_staff: who runs a class: a grant for this one case, under a document, until a day. Guests have
-- no account and stand in classes.instructor_names alone.
CREATE TABLE gathering.class_staff (
	class_id       uuid NOT NULL REFERENCES gathering.classes,
	person_id      uuid NOT NULL REFERENCES organization.persons,
	host_agency_id uuid NOT NULL,
	role           text NOT NULL CHECK (role IN ('organizer', 'instructor', 'assistant')),
	full_name      text NOT NULL,                  -- as the class prints it
	document       text NOT NULL DEFAULT '',
	from_on        date NOT NULL,
	until_on       date NOT NULL,
	named_by       uuid,
	PRIMARY KEY (class_id, person_id)
);
CREATE INDEX class_staff_by_person ON gathering.class_staff (person_id);
CALL scope.protect('gathering.class_staff', 'host_agency_id', 'person_id');

-- protect_class_rows: readable by the person, by the person's agency as protect_facts says, by the agency
-- that named the person, by the host of the class and by those who are named to run it today.
CREATE PROCEDURE gathering.protect_class_rows(tab regclass) LANGUAGE plpgsql AS $$
BEGIN
	CALL scope.protect(tab, 'agency_id', 'person_id',
		'host_agency_id = ANY ((SELECT string_to_array(current_setting(''app.agencies'', true), '','')::uuid[])::uuid[])
		 OR called_by_agency_id = ANY ((SELECT string_to_array(current_setting(''app.agencies'', true), '','')::uuid[])::uuid[])
		 OR class_id IN (SELECT s.class_id FROM gathering.class_staff s
		  WHERE s.person_id = ANY ((SELECT string_to_array(current_setting(''app.persons'', true), '','')::uuid[])::uuid[])
		  AND s.from_on <= (SELECT scope.today()) AND s.until_on >= (SELECT scope.today()))
		 OR person_id IN (SELECT p.person_id FROM organization.postings p
		  WHERE p.agency_id = ANY ((SELECT string_to_array(current_setting(''app.agencies'', true), '','')::uuid[])::uuid[])
		  AND p.valid_from <= (SELECT scope.today()) AND (p.valid_to IS NULL OR p.valid_to > (SELECT scope.today())))');
END $$;

-- participants (người được cử tham gia): one row per person and class. Places go by queue, first come
-- first served; agency_id, unit and position are of the moment of being named.
CREATE TABLE gathering.participants (
	id                  uuid PRIMARY KEY,
	class_id            uuid NOT NULL REFERENCES gathering.classes,
	person_id           uuid NOT NULL REFERENCES organization.persons,
	agency_id           uuid NOT NULL REFERENCES organization.agencies,
	host_agency_id      uuid NOT NULL,
	called_by_agency_id uuid,                      -- whose focal point named the person; null: own registration
	source              text NOT NULL CHECK (source IN ('list', 'requirement', 'registration')),
	state               text NOT NULL CHECK (state IN ('registered', 'waiting', 'confirmed', 'refused', 'withdrawn')),
	queue               bigint NOT NULL,
	unit                text NOT NULL DEFAULT '',
	position            text NOT NULL DEFAULT '',
	reason              text NOT NULL DEFAULT '',
	created_at          timestamptz NOT NULL DEFAULT now(),
	confirmed_at        timestamptz,
	ended_at            timestamptz,
	UNIQUE (class_id, person_id),
	UNIQUE (class_id, queue)
);
CREATE INDEX participants_by_person ON gathering.participants (person_id);
CREATE INDEX participants_by_agency ON gathering.participants (agency_id);
CREATE INDEX participants_by_host ON gathering.participants (host_agency_id);
CALL gathering.protect_class_rows('gathering.participants');

-- attendance_marks: every mark that was ever made, by the key that the device gave it. Never changed.
CREATE TABLE gathering.attendance_marks (
	id                  uuid PRIMARY KEY,          -- UUIDv7, made on the device
	class_id            uuid NOT NULL REFERENCES gathering.classes,
	session_id          uuid NOT NULL REFERENCES gathering.sessions,
	participant_id      uuid NOT NULL REFERENCES gathering.participants,
	person_id           uuid NOT NULL,
	agency_id           uuid NOT NULL,
	host_agency_id      uuid NOT NULL,
	called_by_agency_id uuid,
	state               text NOT NULL CHECK (state IN ('present', 'late', 'excused', 'absent')),
	excuse              text NOT NULL DEFAULT '' CHECK (excuse IN ('', 'duty', 'leave', 'other')),
	marked_at           timestamptz NOT NULL,      -- by the device's clock, never after received_at
	marked_by           uuid NOT NULL,
	received_at         timestamptz NOT NULL DEFAULT now(),
	correction          text NOT NULL DEFAULT '',  -- why, when the roll call was closed
	CHECK ((state = 'excused') = (excuse <> ''))
);
CREATE INDEX attendance_marks_by_participant ON gathering.attendance_marks (session_id, participant_id);
CALL gathering.protect_class_rows('gathering.attendance_marks');

-- attendances: the newest mark of each participant and session.
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
CREATE INDEX attendances_by_class ON gathering.attendances (class_id);
CREATE INDEX attendances_by_person ON gathering.attendances (person_id);
CALL gathering.protect_class_rows('gathering.attendances');

-- keep_mark: history is written once.
CREATE FUNCTION gathering.keep_mark() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	RAISE EXCEPTION 'a mark of a roll call never changes' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER keep_mark BEFORE UPDATE OR DELETE ON gathering.attendance_marks FOR EACH ROW EXECUTE FUNCTION gathering.keep_mark();

-- What the reports may read.
CREATE VIEW gathering.class_facts WITH (security_invoker = true) AS
	SELECT id AS class_id, host_agency_id AS agency_id, year, code, name, course_id, field, form, place, starts_on, ends_on, state, seats,
		attendance_role, budget_planned, budget_spent, budget_source FROM gathering.classes;
CREATE VIEW gathering.session_facts WITH (security_invoker = true) AS
	SELECT id AS session_id, class_id, (starts_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS held_on,
		roll_call_closed_at IS NOT NULL AS held FROM gathering.sessions;
CREATE VIEW gathering.participant_facts WITH (security_invoker = true) AS
	SELECT id AS participant_id, class_id, person_id, agency_id, host_agency_id, state FROM gathering.participants;
CREATE VIEW gathering.attendance_facts WITH (security_invoker = true) AS
	SELECT session_id, class_id, participant_id, person_id, agency_id, state FROM gathering.attendances;
