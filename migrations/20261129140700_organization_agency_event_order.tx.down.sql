DROP INDEX organization.agency_event_changes_by_row;
ALTER TABLE organization.agency_event_applications DROP COLUMN number;
