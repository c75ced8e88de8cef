CREATE SCHEMA notify;

-- notices (thông báo): what a person is told, once for each event and step. facts are what the words
-- are made from (a course's title, a day, a number), never another person's name.
CREATE TABLE notify.notices (
	id         uuid PRIMARY KEY,
	person_id  uuid NOT NULL REFERENCES organization.persons,
	kind       text NOT NULL CHECK (kind ~ '^[a-z_]{3,40}$'),
	event      text NOT NULL CHECK (length(event) BETWEEN 3 AND 200),
	step       text NOT NULL DEFAULT '' CHECK (length(step) <= 40),
	facts      jsonb NOT NULL DEFAULT '{}',
	created_at timestamptz NOT NULL DEFAULT now(),
	read_at    timestamptz,
	mail_id    uuid,                       -- the mail that carries it
	UNIQUE (person_id, event, step)
);
CREATE INDEX notices_by_person ON notify.notices (person_id, created_at DESC, id);
CREATE INDEX notices_unread ON notify.notices (person_id) WHERE read_at IS NULL;
CREATE INDEX notices_unmailed ON notify.notices (person_id) WHERE mail_id IS NULL;
CREATE INDEX notices_by_mail ON notify.notices (mail_id) WHERE mail_id IS NOT NULL;
CALL scope.protect('notify.notices', NULL, 'person_id');

-- preferences: how a person wants to be told. Without a row everything is at its default and no mail is sent.
CREATE TABLE notify.preferences (
	person_id  uuid PRIMARY KEY REFERENCES organization.persons,
	email      text CHECK (length(email) BETWEEN 3 AND 254),   -- proved by a code that was sent to it
	muted      text[] NOT NULL DEFAULT '{}',                    -- kinds that are not mailed; never a duty
	quiet_from smallint NOT NULL DEFAULT 1200 CHECK (quiet_from BETWEEN 0 AND 1439),  -- minute of the day in Viet Nam
	quiet_to   smallint NOT NULL DEFAULT 420 CHECK (quiet_to BETWEEN 0 AND 1439),
	locale     text NOT NULL DEFAULT 'vi' CHECK (locale IN ('vi', 'en')),  -- of the page on which these were set
	updated_at timestamptz NOT NULL DEFAULT now()
);
CALL scope.protect('notify.preferences', NULL, 'person_id');

-- address_proofs: an address that waits for the code that was sent to it.
CREATE TABLE notify.address_proofs (
	person_id  uuid PRIMARY KEY REFERENCES organization.persons,
	email      text NOT NULL CHECK (length(email) BETWEEN 3 AND 254),
	code_hash  bytea NOT NULL,
	tries      smallint NOT NULL DEFAULT 0,
	expires_at timestamptz NOT NULL,
	sent_at    timestamptz[] NOT NULL      -- the last sendings, so that nobody floods an address
);
CALL scope.protect('notify.address_proofs', NULL, 'person_id');

-- mails: the history of what was sent, without its text and without the address.
CREATE TABLE notify.mails (
	id         uuid PRIMARY KEY,
	person_id  uuid NOT NULL REFERENCES organization.persons,
	kind       text NOT NULL CHECK (kind IN ('digest', 'address_code')),
	day        date NOT NULL,
	state      text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'sent', 'failed')),
	notices    smallint NOT NULL DEFAULT 0,
	created_at timestamptz NOT NULL DEFAULT now(),
	sent_at    timestamptz
);
CREATE UNIQUE INDEX mails_one_digest_a_day ON notify.mails (person_id, day) WHERE kind = 'digest';
CREATE INDEX mails_by_person ON notify.mails (person_id, created_at DESC);
CALL scope.protect('notify.mails', NULL, 'person_id');

-- reminder_days: the days whose reminders were all written.
CREATE TABLE notify.reminder_days (
	day         date PRIMARY KEY,
	finished_at timestamptz NOT NULL DEFAULT now()
);
