DROP VIEW organization.account_cards;
DROP INDEX organization.grants_by_role;
ALTER TABLE organization.grants
	DROP CONSTRAINT grants_inspector,
	DROP CONSTRAINT grants_days,
	DROP COLUMN end_reason,
	DROP COLUMN ended_at,
	DROP COLUMN ended_by;
