-- The register as a book: each issue, reissue, correction and revocation is a line that nobody changes. What is done to a
-- certificate is proposed by one person and approved by another.

-- acts: what somebody proposes to do to a certificate, and what a second person said.
CREATE TABLE certificate.acts (
	id              uuid PRIMARY KEY,
	kind            text NOT NULL CHECK (kind IN ('reissue', 'correction', 'revocation')),
	certificate_id  uuid NOT NULL REFERENCES certificate.certificates,
	issuer_id       uuid NOT NULL REFERENCES certificate.issuers,
	person_id       uuid NOT NULL,
	agency_id       uuid NOT NULL,
	state           text NOT NULL DEFAULT 'proposed' CHECK (state IN ('proposed', 'approved', 'returned', 'taken_back')),
	cause           text NOT NULL,                  -- from a short list: strangers read it
	public_note     text NOT NULL DEFAULT '',       -- one sentence more, which strangers read
	reason          text NOT NULL,                  -- what only those who keep the register read
	decision_number text NOT NULL,
	decision_on     date NOT NULL,
	corrected       jsonb,                          -- of a correction: the facts as they shall read
	proposed_by     uuid NOT NULL,
	proposed_at     timestamptz NOT NULL,
	decided_by      uuid,
	decided_at      timestamptz,
	decision_note   text NOT NULL DEFAULT '',
	CHECK ((kind = 'correction') = (corrected IS NOT NULL)),
	CHECK ((state = 'proposed') = (decided_by IS NULL)),
	CONSTRAINT acts_two_persons CHECK (state NOT IN ('approved', 'returned') OR decided_by <> proposed_by)
);
CREATE UNIQUE INDEX acts_open ON certificate.acts (certificate_id) WHERE state = 'proposed';
CREATE INDEX acts_by_issuer ON certificate.acts (issuer_id, state, proposed_at);
CREATE INDEX acts_by_certificate ON certificate.acts (certificate_id);
CREATE INDEX acts_by_person ON certificate.acts (person_id);
CALL scope.protect_facts('certificate.acts');

-- lines (dòng trong sổ): numbered per issuer and year without gap. The names of a person's entries may be joined;
-- nothing else of a line ever changes.
CREATE TABLE certificate.lines (
	issuer_id      uuid NOT NULL REFERENCES certificate.issuers,
	year           smallint NOT NULL,
	number         integer NOT NULL CHECK (number > 0),
	kind           text NOT NULL CHECK (kind IN ('issue', 'reissue', 'correction', 'revocation')),
	certificate_id uuid NOT NULL REFERENCES certificate.certificates,
	person_id      uuid NOT NULL,
	agency_id      uuid NOT NULL,
	act_id         uuid REFERENCES certificate.acts,
	name_key       text NOT NULL,                   -- the folded name, for the search
	entered_at     timestamptz NOT NULL DEFAULT now(),
	PRIMARY KEY (issuer_id, year, number),
	CHECK ((kind = 'issue') = (act_id IS NULL))
);
CREATE UNIQUE INDEX lines_by_act ON certificate.lines (act_id) WHERE act_id IS NOT NULL;
CREATE INDEX lines_by_certificate ON certificate.lines (certificate_id);
CREATE INDEX lines_by_person ON certificate.lines (person_id);
CREATE INDEX lines_by_agency ON certificate.lines (agency_id, year);
CALL scope.protect_facts('certificate.lines');

CREATE FUNCTION certificate.keep_line() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF TG_OP = 'UPDATE' AND (to_jsonb(OLD) - '{person_id,agency_id}'::text[]) = (to_jsonb(NEW) - '{person_id,agency_id}'::text[]) THEN
		RETURN NEW;
	END IF;
	RAISE EXCEPTION 'a line of the register never changes' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER keep_line BEFORE UPDATE OR DELETE ON certificate.lines FOR EACH ROW EXECUTE FUNCTION certificate.keep_line();

SELECT set_config('app.system', 'on', true);
ALTER TABLE certificate.registers ADD COLUMN last_line integer NOT NULL DEFAULT 0;
INSERT INTO certificate.lines (issuer_id, year, number, kind, certificate_id, person_id, agency_id, name_key, entered_at)
	SELECT issuer_id, year, row_number() OVER (PARTITION BY issuer_id, year ORDER BY number), 'issue', id, person_id, agency_id,
		organization.fold_name(COALESCE(facts ->> 'name', '')), issued_at
	FROM certificate.certificates;
UPDATE certificate.registers r SET last_line = (SELECT count(*) FROM certificate.lines l WHERE l.issuer_id = r.issuer_id AND l.year = r.year);
SELECT set_config('app.system', 'off', true);

ALTER TABLE certificate.certificates
	ADD COLUMN replaces_id      uuid UNIQUE REFERENCES certificate.certificates, -- the certificate that this one corrects
	ADD COLUMN first_on         date,                       -- the day of issue of the first of its corrections; NULL: it is the first
	ADD COLUMN copy             smallint NOT NULL DEFAULT 1, -- the copy that is in force: 2 after the first reissue
	ADD COLUMN copied_on        date,                       -- the day of the last reissue
	ADD COLUMN revoked_cause    text,                       -- from the short list of acts
	ADD COLUMN revoked_decision text,
	DROP CONSTRAINT certificates_enrollment_id_key;
-- An enrollment has one certificate that was not replaced, however often it is issued.
CREATE UNIQUE INDEX certificates_one_for_each ON certificate.certificates (enrollment_id) WHERE state <> 'replaced';
CREATE INDEX certificates_by_enrollment ON certificate.certificates (enrollment_id);
CREATE INDEX certificates_ending ON certificate.certificates (valid_until, id) WHERE state = 'valid' AND valid_until IS NOT NULL;

-- former_documents: the copies before a reissue; whoever holds one proves it by its hash.
CREATE TABLE certificate.former_documents (
	certificate_id uuid NOT NULL REFERENCES certificate.certificates,
	copy           smallint NOT NULL,
	person_id      uuid NOT NULL,
	agency_id      uuid NOT NULL,
	pdf            bytea NOT NULL,
	pdf_sha256     bytea NOT NULL,
	made_at        timestamptz NOT NULL,
	PRIMARY KEY (certificate_id, copy)
);
CREATE INDEX former_documents_by_person ON certificate.former_documents (person_id);
CALL scope.protect_facts('certificate.former_documents');

-- A certificate and its corrections are one certificate in every figure: counted on the day of the first.
CREATE OR REPLACE VIEW certificate.certificate_facts WITH (security_invoker = true) AS
	SELECT id AS certificate_id, enrollment_id, person_id, agency_id, course_id, COALESCE(first_on, issued_on) AS issued_on, state,
		(revoked_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS revoked_on FROM certificate.certificates WHERE state <> 'replaced';
