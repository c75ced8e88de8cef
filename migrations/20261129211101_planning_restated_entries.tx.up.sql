-- Every entry about postings may reach into a closed period: adding, moving, leaving, coming back, a list, a merge of
-- two entries of one person. The line of a list stands once for each period and agency and says for how many
-- people; it names nobody.
ALTER TABLE planning.restatements ADD COLUMN roster_id uuid, ADD COLUMN people integer CHECK (people > 0);
ALTER TABLE planning.restatements DROP CONSTRAINT restatements_about_check;
ALTER TABLE planning.restatements DROP CONSTRAINT restatements_act_check;
ALTER TABLE planning.restatements ADD CONSTRAINT restatements_act_check CHECK (act IN ('apply', 'reverse',
	'add_person', 'add_posting', 'change_posting', 'remove_posting', 'move_person', 'leave_person', 'return_person', 'commit_roster', 'merge_people', 'undo_merge'));
ALTER TABLE planning.restatements ADD CONSTRAINT restatements_about_check CHECK ((event_id IS NOT NULL) = (act IN ('apply', 'reverse'))
	AND (agency_id IS NULL) = (event_id IS NOT NULL) AND (roster_id IS NOT NULL) = (act = 'commit_roster') AND (people IS NULL) = (roster_id IS NULL));
CREATE UNIQUE INDEX restatements_by_roster ON planning.restatements (roster_id, period_id, agency_id) WHERE roster_id IS NOT NULL;
