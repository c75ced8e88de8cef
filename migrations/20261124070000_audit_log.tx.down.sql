DROP POLICY own_account ON audit.entries;
DROP INDEX audit.entries_by_day, audit.entries_by_action, audit.entries_by_actor;
