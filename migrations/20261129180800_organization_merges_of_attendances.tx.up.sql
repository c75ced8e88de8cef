-- Attendances are read from the marks now, and the ledger of a merge has those marks too: undoing a merge of
-- before must not write to the view that took the table's place.
SELECT set_config('app.system', 'on', true);
DELETE FROM organization.merge_changes WHERE table_name = 'gathering.attendances';
SELECT set_config('app.system', 'off', true);
