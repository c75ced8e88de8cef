CREATE OR REPLACE FUNCTION gathering.keep_mark() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	RAISE EXCEPTION 'a mark of a roll call never changes' USING ERRCODE = 'restrict_violation';
END $$;
