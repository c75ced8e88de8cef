-- A mark of a roll call is written once. Only whose it is may change, when two entries of one person become one.
CREATE OR REPLACE FUNCTION gathering.keep_mark() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - 'person_id' = to_jsonb(OLD) - 'person_id' THEN
		RETURN NEW;
	END IF;
	RAISE EXCEPTION 'a mark of a roll call never changes' USING ERRCODE = 'restrict_violation';
END $$;
