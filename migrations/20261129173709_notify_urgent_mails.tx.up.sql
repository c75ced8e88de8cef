-- What has to be known before an instant soon does not wait for the digest of the day: it is mailed by itself.
ALTER TABLE notify.notices ADD COLUMN needed_by timestamptz;   -- until when the person has to know; null: no hurry
CREATE INDEX notices_urgent ON notify.notices (needed_by) WHERE needed_by IS NOT NULL AND mail_id IS NULL;
ALTER TABLE notify.mails DROP CONSTRAINT mails_kind_check;
ALTER TABLE notify.mails ADD CONSTRAINT mails_kind_check CHECK (kind IN ('digest', 'urgent', 'address_code'));
CREATE INDEX mails_urgent ON notify.mails (person_id, day) WHERE kind = 'urgent';
