-- A posting that is changed may reach into a closed period as one that is removed does. The line names the
-- agency, never the person.
ALTER TABLE planning.restatements DROP CONSTRAINT restatements_about_check;
ALTER TABLE planning.restatements DROP CONSTRAINT restatements_act_check;
ALTER TABLE planning.restatements ADD CONSTRAINT restatements_act_check CHECK (act IN ('apply', 'reverse', 'change_posting', 'remove_posting'));
ALTER TABLE planning.restatements ADD CONSTRAINT restatements_about_check CHECK ((event_id IS NULL) = (act IN ('change_posting', 'remove_posting')) AND (agency_id IS NULL) = (event_id IS NOT NULL));
