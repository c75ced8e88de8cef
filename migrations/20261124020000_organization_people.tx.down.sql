DROP VIEW organization.account_details;
DROP INDEX organization.postings_by_start;
DROP INDEX organization.postings_second;
DROP TABLE organization.transfers;
DROP TABLE organization.guardian_bases;
DROP TABLE organization.national_numbers;
DROP TABLE organization.agency_people_settings;
