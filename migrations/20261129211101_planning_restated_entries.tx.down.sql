DELETE FROM planning.restatements WHERE act IN ('add_person', 'add_posting', 'move_person', 'leave_person', 'return_person', 'commit_roster', 'merge_people', 'undo_merge');
ALTER TABLE planning.restatements DROP CONSTRAINT restatements_about_check;
ALTER TABLE planning.restatements DROP CONSTRAINT restatements_act_check;
ALTER TABLE planning.restatements DROP COLUMN people, DROP COLUMN roster_id;
ALTER TABLE planning.restatements ADD CONSTRAINT restatements_act_check CHECK (act IN ('apply', 'reverse', 'change_posting', 'remove_posting'));
ALTER TABLE planning.restatements ADD CONSTRAINT restatements_about_check CHECK ((event_id IS NULL) = (act IN ('change_posting', 'remove_posting')) AND (agency_id IS NULL) = (event_id IS NOT NULL));
