-- Beside the folded words stand the words as they are written, behind "~": whoever types accents finds
-- those with just these accents first.
SELECT set_config('app.system', 'on', true);
INSERT INTO organization.person_tokens (agency_id, token, person_id)
	SELECT DISTINCT p.agency_id, '~' || w, p.id
	FROM organization.persons p, regexp_split_to_table(lower(normalize(p.full_name, NFC) COLLATE "vi-x-icu"), '[^[:alnum:]]+') AS w
	WHERE w ~ '[^ -~]'
	ON CONFLICT DO NOTHING;
SELECT set_config('app.system', 'off', true);
