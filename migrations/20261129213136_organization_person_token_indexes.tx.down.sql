DROP INDEX organization.person_tokens_by_agency;
ALTER TABLE organization.person_tokens DROP CONSTRAINT person_tokens_pkey;
ALTER TABLE organization.person_tokens ADD PRIMARY KEY (agency_id, token, person_id);
CREATE INDEX person_tokens_of_all ON organization.person_tokens (token, agency_id, person_id);
