-- Two wide indexes held the same columns in two orders, half the cost of writing a list of people. One is enough:
-- in a few agencies the tokens of all their people are read instead, by an index whose many equal keys take little.
ALTER TABLE organization.person_tokens DROP CONSTRAINT person_tokens_pkey;
DROP INDEX organization.person_tokens_of_all;
ALTER TABLE organization.person_tokens ADD PRIMARY KEY (token, agency_id, person_id);
CREATE INDEX person_tokens_by_agency ON organization.person_tokens (agency_id);
