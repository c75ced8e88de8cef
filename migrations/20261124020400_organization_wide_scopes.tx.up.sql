-- Whoever keeps people in two thousand agencies has them all in the scope. "= ANY" compares each row with
-- each of them; a subquery is hashed once per query. Only for the tables that lists of people read.
DROP POLICY in_scope ON organization.person_tokens;
CREATE POLICY in_scope ON organization.person_tokens USING (
	agency_id IN (SELECT unnest(string_to_array(current_setting('app.agencies', true), ',')::uuid[]))
	OR person_id IN (SELECT unnest(string_to_array(current_setting('app.persons', true), ',')::uuid[]))
	OR (SELECT current_setting('app.system', true)) = 'on');
DROP POLICY in_scope ON organization.postings;
CREATE POLICY in_scope ON organization.postings USING (
	agency_id IN (SELECT unnest(string_to_array(current_setting('app.agencies', true), ',')::uuid[]))
	OR person_id IN (SELECT unnest(string_to_array(current_setting('app.persons', true), ',')::uuid[]))
	OR (SELECT current_setting('app.system', true)) = 'on');
DROP POLICY in_scope ON organization.persons;
CREATE POLICY in_scope ON organization.persons USING (
	agency_id IN (SELECT unnest(string_to_array(current_setting('app.agencies', true), ',')::uuid[]))
	OR id IN (SELECT unnest(string_to_array(current_setting('app.persons', true), ',')::uuid[]))
	OR (SELECT current_setting('app.system', true)) = 'on'
	OR id IN (SELECT p.person_id FROM organization.postings p WHERE p.agency_id = ANY ((SELECT string_to_array(current_setting('app.agencies', true), ',')::uuid[])::uuid[])));
