-- The audit log is read by actor, by action and by day, newest first (ids sort by time).
CREATE INDEX entries_by_actor ON audit.entries (actor_id, id DESC);
CREATE INDEX entries_by_action ON audit.entries (action, id DESC);
CREATE INDEX entries_by_day ON audit.entries (at);

-- What was done with somebody's account or roles is shown to them.
CREATE POLICY own_account ON audit.entries FOR SELECT USING (object_type = 'account'
	AND object_id = ANY ((SELECT string_to_array(current_setting('app.persons', true), ',')::uuid[])::uuid[]));
