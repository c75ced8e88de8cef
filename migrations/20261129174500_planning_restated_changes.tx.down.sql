DELETE FROM planning.restatements WHERE act = 'change_posting';
ALTER TABLE planning.restatements DROP CONSTRAINT restatements_about_check;
ALTER TABLE planning.restatements DROP CONSTRAINT restatements_act_check;
ALTER TABLE planning.restatements ADD CONSTRAINT restatements_act_check CHECK (act IN ('apply', 'reverse', 'remove_posting'));
ALTER TABLE planning.restatements ADD CONSTRAINT restatements_about_check CHECK ((event_id IS NULL) = (act = 'remove_posting') AND (agency_id IS NULL) = (event_id IS NOT NULL));
