DROP TABLE organization.agency_sheets;
DROP TABLE organization.agency_reversals;
DROP TABLE organization.agency_event_changes;
DROP TABLE organization.agency_event_applications;
