DROP VIEW organization.slip_states;
DROP INDEX organization.persons_by_birth;
DROP INDEX organization.persons_by_own_code;
DROP TABLE organization.roster_requests;
DROP TABLE organization.position_titles;
DROP TABLE organization.roster_mappings;
DELETE FROM organization.roster_imports WHERE kind = 'officers' OR state NOT IN ('checked', 'committed');
UPDATE organization.roster_rows SET verdict = 'existing' WHERE verdict = 'changed';
DROP INDEX organization.roster_rows_waiting;
ALTER TABLE organization.roster_rows
	DROP COLUMN position, DROP COLUMN position_group, DROP COLUMN staffing, DROP COLUMN unit, DROP COLUMN unit_id, DROP COLUMN valid_from,
	DROP COLUMN chosen, DROP COLUMN applied, DROP COLUMN kept, DROP COLUMN before, DROP COLUMN after,
	DROP CONSTRAINT roster_rows_verdict_check,
	ADD CONSTRAINT roster_rows_verdict_check CHECK (verdict IN ('new', 'existing', 'moved', 'refused'));
DROP INDEX organization.roster_imports_unfinished;
ALTER TABLE organization.roster_imports
	DROP COLUMN kind, DROP COLUMN source, DROP COLUMN effective_on, DROP COLUMN done, DROP COLUMN to_do, DROP COLUMN worked_at, DROP COLUMN worked_by,
	DROP COLUMN new_classes, DROP COLUMN undone_at,
	DROP CONSTRAINT roster_imports_state_check,
	ADD CONSTRAINT roster_imports_state_check CHECK (state IN ('checked', 'committed'));
