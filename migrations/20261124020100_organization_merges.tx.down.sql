ALTER TABLE organization.persons DROP COLUMN name_key;
DROP FUNCTION organization.fold_name;
DROP TABLE organization.distinct_people;
DROP TABLE organization.merge_changes;
DROP TABLE organization.person_merges;
