DELETE FROM planning.restatements WHERE act = 'remove_posting';
ALTER TABLE planning.restatements DROP CONSTRAINT restatements_about_check;
ALTER TABLE planning.restatements DROP CONSTRAINT restatements_act_check;
ALTER TABLE planning.restatements ADD CONSTRAINT restatements_act_check CHECK (act IN ('apply', 'reverse'));
ALTER TABLE planning.restatements DROP COLUMN agency_id;
ALTER TABLE planning.restatements ALTER COLUMN event_id SET NOT NULL;
