-- People whose counting posting is in the units (?0) on a day (?1), less those whom the units' own scope
-- shows whole because they work there today. It is empty when the day is today.
SELECT person_id FROM organization.posting_facts
WHERE agency_id = ANY (?0::uuid[]) AND counts AND valid_from <= ?1 AND (valid_to IS NULL OR valid_to > ?1)
EXCEPT SELECT person_id FROM organization.posting_facts
WHERE agency_id = ANY (?0::uuid[]) AND valid_from <= (SELECT scope.today()) AND (valid_to IS NULL OR valid_to > (SELECT scope.today()))
