-- A posting that was removed because it was entered by mistake may reach into a closed period. The line names
-- the agency, never the person.
ALTER TABLE planning.restatements ALTER COLUMN event_id DROP NOT NULL;
ALTER TABLE planning.restatements ADD COLUMN agency_id uuid REFERENCES organization.agencies;
ALTER TABLE planning.restatements DROP CONSTRAINT restatements_act_check;
ALTER TABLE planning.restatements ADD CONSTRAINT restatements_act_check CHECK (act IN ('apply', 'reverse', 'remove_posting'));
ALTER TABLE planning.restatements ADD CONSTRAINT restatements_about_check CHECK ((event_id IS NULL) = (act = 'remove_posting') AND (agency_id IS NULL) = (event_id IS NOT NULL));
