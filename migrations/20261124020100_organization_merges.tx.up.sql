-- person_merges (gộp hồ sơ): one person who had been entered twice. The row of the merged entry is kept in
-- merge_changes with everything else that was changed, so that the merge can be undone.
CREATE TABLE organization.person_merges (
	id               uuid PRIMARY KEY,
	kept_id          uuid NOT NULL,                          -- the entry that stays
	merged_id        uuid NOT NULL,                          -- the entry that went into it
	merged_name      text NOT NULL,
	agency_id        uuid NOT NULL REFERENCES organization.agencies,   -- of the kept entry, at the merge
	merged_agency_id uuid NOT NULL REFERENCES organization.agencies,
	evidence         text[] NOT NULL,
	before           jsonb NOT NULL,                         -- counts of both entries, by kind of fact
	after            jsonb NOT NULL,
	account_locked   boolean NOT NULL DEFAULT false,         -- the merge disabled the merged entry's account
	reason           text NOT NULL CHECK (length(reason) BETWEEN 3 AND 500),
	merged_by        uuid NOT NULL,
	merged_at        timestamptz NOT NULL DEFAULT now(),
	undone_by        uuid,
	undone_at        timestamptz,
	undo_reason      text,
	CHECK (kept_id <> merged_id)
);
CREATE UNIQUE INDEX person_merges_open ON organization.person_merges (merged_id) WHERE undone_at IS NULL;
CREATE INDEX person_merges_by_kept ON organization.person_merges (kept_id);
CREATE INDEX person_merges_by_agency ON organization.person_merges (agency_id, merged_at DESC);
CALL scope.protect('organization.person_merges', 'agency_id', 'kept_id');

-- merge_changes: each row that a merge changed or deleted, in its order, with what it was.
CREATE TABLE organization.merge_changes (
	merge_id   uuid NOT NULL REFERENCES organization.person_merges,
	step       smallint NOT NULL,
	number     integer NOT NULL,
	person_id  uuid NOT NULL,                                -- the kept entry
	table_name text NOT NULL CHECK (table_name ~ '^[a-z_]+\.[a-z_]+$'),
	key        jsonb NOT NULL,
	before     jsonb NOT NULL,
	after      jsonb,                                        -- null: the row was deleted
	PRIMARY KEY (merge_id, step, number)
);
CALL scope.protect('organization.merge_changes', NULL, 'person_id');

-- distinct_people: pairs of which somebody has said that they are two people.
CREATE TABLE organization.distinct_people (
	first_id   uuid NOT NULL REFERENCES organization.persons ON DELETE CASCADE,
	second_id  uuid NOT NULL REFERENCES organization.persons ON DELETE CASCADE,
	decided_by uuid NOT NULL,
	decided_at timestamptz NOT NULL DEFAULT now(),
	PRIMARY KEY (first_id, second_id),
	CHECK (first_id < second_id)
);
CALL scope.protect('organization.distinct_people', NULL, 'first_id',
	'second_id = ANY ((SELECT string_to_array(current_setting(''app.persons'', true), '','')::uuid[])::uuid[])');

-- name_key is the folded name, to find one person entered twice; kept by the database, as many ways lead here.
CREATE FUNCTION organization.fold_name(name text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT regexp_replace(translate(normalize(lower(name COLLATE "vi-x-icu"), NFD), 'đ', 'd'), '[\u0300-\u036f]', '', 'g') $$;
ALTER TABLE organization.persons ADD COLUMN name_key text COLLATE "C" NOT NULL GENERATED ALWAYS AS (organization.fold_name(full_name)) STORED;
CREATE INDEX persons_by_key ON organization.persons (name_key, birth_year);
