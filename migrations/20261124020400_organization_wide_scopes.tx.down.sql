DROP POLICY in_scope ON organization.person_tokens;
DROP POLICY in_scope ON organization.postings;
DROP POLICY in_scope ON organization.persons;
CALL scope.protect('organization.person_tokens', 'agency_id', 'person_id');
CALL scope.protect('organization.postings', 'agency_id', 'person_id');
CALL scope.protect('organization.persons', 'agency_id', 'id',
	'id IN (SELECT p.person_id FROM organization.postings p WHERE p.agency_id = ANY ((SELECT string_to_array(current_setting(''app.agencies'', true), '','')::uuid[])::uuid[]))');
