SELECT set_config('app.system', 'on', true);
DELETE FROM organization.person_tokens WHERE token >= '~' AND token < '~' || U&'\+10FFFF';
SELECT set_config('app.system', 'off', true);
