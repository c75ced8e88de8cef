-- signed_files: what an office signed with its own digital signature outside and the registrar brought back. The last one of the
-- copy in force is what the holder downloads; none is changed or deleted.
CREATE TABLE certificate.signed_files (
	id             uuid PRIMARY KEY,
	certificate_id uuid NOT NULL REFERENCES certificate.certificates,
	copy           smallint NOT NULL,
	person_id      uuid NOT NULL,
	agency_id      uuid NOT NULL,
	pdf            bytea NOT NULL CHECK (octet_length(pdf) <= 8388608),
	pdf_sha256     bytea NOT NULL,
	continues      boolean NOT NULL,              -- it begins with our bytes; false: facts and text were compared
	differences    jsonb NOT NULL,                -- what the registrar was shown and accepted
	signatures     jsonb NOT NULL,                -- signer, issuer of the certificate, times
	brought_by     uuid NOT NULL,
	brought_at     timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX signed_files_by_certificate ON certificate.signed_files (certificate_id, copy, brought_at DESC);
CALL scope.protect_facts('certificate.signed_files');
