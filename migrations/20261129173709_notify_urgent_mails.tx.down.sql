DROP INDEX notify.mails_urgent;
DELETE FROM notify.mails WHERE kind = 'urgent';
ALTER TABLE notify.mails DROP CONSTRAINT mails_kind_check;
ALTER TABLE notify.mails ADD CONSTRAINT mails_kind_check CHECK (kind IN ('digest', 'address_code'));
DROP INDEX notify.notices_urgent;
ALTER TABLE notify.notices DROP COLUMN needed_by;
