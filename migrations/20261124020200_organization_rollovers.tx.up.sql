-- rollovers (lên lớp): a school's students go into the classes of the next year, in one act that can be undone.
CREATE TABLE organization.rollovers (
	id        uuid PRIMARY KEY,
	agency_id uuid NOT NULL REFERENCES organization.agencies,
	from_year text NOT NULL,
	to_year   text NOT NULL,
	starts_on date NOT NULL,
	counts    jsonb NOT NULL,                                -- moved, repeating, graduated, left
	made_by   uuid NOT NULL,
	made_at   timestamptz NOT NULL DEFAULT now(),
	undone_by uuid,
	undone_at timestamptz
);
CREATE INDEX rollovers_by_agency ON organization.rollovers (agency_id, made_at DESC);
CALL scope.protect('organization.rollovers', 'agency_id', NULL);
CREATE TABLE organization.rollover_rows (
	rollover_id   uuid NOT NULL REFERENCES organization.rollovers,
	agency_id     uuid NOT NULL,
	person_id     uuid NOT NULL,
	from_class_id uuid NOT NULL,
	joined_on     date NOT NULL,                             -- first day of the closed membership
	to_class_id   uuid,                                      -- null: graduated or left
	outcome       text NOT NULL CHECK (outcome IN ('moved', 'repeats', 'graduated', 'left')),
	PRIMARY KEY (rollover_id, person_id)
);
CALL scope.protect('organization.rollover_rows', 'agency_id', 'person_id');
