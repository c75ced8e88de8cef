DROP INDEX organization.persons_of_all_by_name;
DROP INDEX organization.person_tokens_of_all;
SELECT set_config('app.system', 'on', true);
CREATE TEMP TABLE words ON COMMIT DROP AS
	SELECT DISTINCT agency_id, split_part(token, ' ', 1) AS token, person_id FROM organization.person_tokens;
DELETE FROM organization.person_tokens;
INSERT INTO organization.person_tokens (agency_id, token, person_id) SELECT agency_id, token, person_id FROM words;
SELECT set_config('app.system', 'off', true);
