-- The scope of a transaction, as SQL sees it. Each is STABLE and wrapped in a scalar subquery by
-- the policies, so that it is evaluated once per query (an InitPlan) and not once per row.
CREATE SCHEMA scope;

CREATE FUNCTION scope.today() RETURNS date LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date $$;
COMMENT ON FUNCTION scope.today IS 'The current day in Viet Nam';

-- protect puts a table under forced row-level security: a row is visible and writable when its
-- agency or its person is in the scope, or under a system reason. Columns that the table lacks
-- are given as NULL.
CREATE PROCEDURE scope.protect(tab regclass, agency_column text, person_column text, extra text DEFAULT NULL)
LANGUAGE plpgsql AS $$
DECLARE
	parts text[] := ARRAY['(SELECT current_setting(''app.system'', true)) = ''on'''];
BEGIN
	IF agency_column IS NOT NULL THEN
		parts := array_prepend(format('%I = ANY ((SELECT string_to_array(current_setting(''app.agencies'', true), '','')::uuid[])::uuid[])', agency_column), parts);
	END IF;
	IF person_column IS NOT NULL THEN
		parts := array_prepend(format('%I = ANY ((SELECT string_to_array(current_setting(''app.persons'', true), '','')::uuid[])::uuid[])', person_column), parts);
	END IF;
	IF extra IS NOT NULL THEN
		parts := parts || extra;
	END IF;
	EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', tab);
	EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', tab);
	EXECUTE format('CREATE POLICY in_scope ON %s USING (%s)', tab, array_to_string(parts, ' OR '));
END $$;

-- protect_append is for tables to which everybody adds and which few read: anybody may insert,
-- reading needs the scope.
CREATE PROCEDURE scope.protect_append(tab regclass, agency_column text, person_column text)
LANGUAGE plpgsql AS $$
BEGIN
	CALL scope.protect(tab, agency_column, person_column);
	EXECUTE format('CREATE POLICY may_append ON %s FOR INSERT WITH CHECK (true)', tab);
END $$;

-- instance holds what this installation is. Demonstration mode is written once and never changes.
CREATE SCHEMA instance;
CREATE TABLE instance.settings (
	only_row   boolean PRIMARY KEY DEFAULT true CHECK (only_row),
	mode       text NOT NULL CHECK (mode IN ('production', 'demonstration')),
	created_at timestamptz NOT NULL DEFAULT now()
);
CREATE FUNCTION instance.keep_mode() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	RAISE EXCEPTION 'the mode of an installation never changes' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER keep_mode BEFORE UPDATE OR DELETE ON instance.settings
	FOR EACH ROW EXECUTE FUNCTION instance.keep_mode();
CREATE TRIGGER keep_mode_always BEFORE TRUNCATE ON instance.settings
	FOR EACH STATEMENT EXECUTE FUNCTION instance.keep_mode();
