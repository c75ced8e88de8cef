CREATE SCHEMA certificate;

-- issuers: who issues, how the signing lines read, how numbers end. Dated data, never constants.
CREATE TABLE certificate.issuers (
	id             uuid PRIMARY KEY,
	agency_id      uuid NOT NULL REFERENCES organization.agencies,
	number_mark    text NOT NULL,                  -- 'GCN-CAT'
	header_lines   text[] NOT NULL,                -- issuer block, top left
	place          text NOT NULL,
	certified_by   text NOT NULL DEFAULT '',       -- who certifies: 'TRƯỞNG BAN CHỈ ĐẠO 138 TỈNH ...'
	basis_document text NOT NULL DEFAULT '',       -- what the issue rests on, printed after 'Căn cứ'
	sign_lines     text[] NOT NULL,                -- signing authority, line by line
	signer_name    text NOT NULL DEFAULT '',
	valid_from     date NOT NULL,
	valid_to       date
);
-- registers (sổ cấp giấy chứng nhận): one per issuer and year; its row is locked while a number is taken.
CREATE TABLE certificate.registers (
	issuer_id   uuid NOT NULL REFERENCES certificate.issuers,
	year        smallint NOT NULL,
	last_number integer NOT NULL DEFAULT 0,
	PRIMARY KEY (issuer_id, year)
);

-- certificates: a snapshot at issue. Later changes of name, unit or course never alter it.
CREATE TABLE certificate.certificates (
	id              uuid PRIMARY KEY,
	code            text NOT NULL UNIQUE CHECK (code ~ '^[0-9A-Z]{26}$'),  -- 128 random bits
	enrollment_id   uuid NOT NULL UNIQUE REFERENCES learning.enrollments,
	person_id       uuid NOT NULL,
	agency_id       uuid NOT NULL,
	course_id       uuid NOT NULL,
	issuer_id       uuid NOT NULL REFERENCES certificate.issuers,
	year            smallint NOT NULL,
	number          integer NOT NULL,
	register_number text NOT NULL UNIQUE,          -- '0123/2026/GCN-CAT'
	facts           jsonb NOT NULL,
	issued_at       timestamptz NOT NULL DEFAULT now(),
	issued_on       date NOT NULL,
	valid_until     date,
	state           text NOT NULL DEFAULT 'valid' CHECK (state IN ('valid', 'revoked', 'replaced')),
	revoked_at      timestamptz,
	revoked_reason  text,
	pdf_sha256      bytea,
	UNIQUE (issuer_id, year, number)
);
CREATE INDEX certificates_by_person ON certificate.certificates (person_id);
CREATE INDEX certificates_by_agency ON certificate.certificates (agency_id, issued_on);
CALL scope.protect_facts('certificate.certificates');

CREATE TABLE certificate.documents (
	certificate_id uuid PRIMARY KEY REFERENCES certificate.certificates,
	person_id      uuid NOT NULL,
	agency_id      uuid NOT NULL,
	pdf            bytea NOT NULL,
	made_at        timestamptz NOT NULL DEFAULT now()
);
CALL scope.protect_facts('certificate.documents');

CREATE TABLE certificate.deltas (
	id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	xact      xid8 NOT NULL DEFAULT pg_current_xact_id(),
	at        timestamptz NOT NULL DEFAULT now(),
	agency_id uuid NOT NULL,
	course_id uuid NOT NULL,
	day       date NOT NULL,
	what      text NOT NULL CHECK (what IN ('issued', 'revoked')),
	amount    integer NOT NULL
);
CREATE INDEX deltas_by_xact ON certificate.deltas (xact);
CALL scope.protect_append('certificate.deltas', 'agency_id', NULL);

CREATE VIEW certificate.certificate_facts WITH (security_invoker = true) AS
	SELECT id AS certificate_id, enrollment_id, person_id, agency_id, course_id, issued_on, state,
		(revoked_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS revoked_on FROM certificate.certificates;
CREATE VIEW certificate.delta_facts WITH (security_invoker = true) AS
	SELECT id, xact, agency_id, course_id, day, what, amount FROM certificate.deltas;
