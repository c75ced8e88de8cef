-- designs: how an issuer's certificates look from a day on, and the lines they carry in place of the issuer's own. Rows are only
-- added: of a day and an instant, the last one begun and then the last one made is in force, so what was issued keeps its look.
CREATE TABLE certificate.designs (
	id             uuid PRIMARY KEY,
	issuer_id      uuid NOT NULL REFERENCES certificate.issuers,
	valid_from     date NOT NULL,
	form           text NOT NULL CHECK (form IN ('woven', 'state', 'arcs')),
	palette        text NOT NULL,
	background     text NOT NULL CHECK (background IN ('rosette', 'rays', 'plain')),
	logo           bytea CHECK (octet_length(logo) <= 400000),  -- PNG without transparency, made here
	number_mark    text NOT NULL,
	header_lines   text[] NOT NULL CHECK (cardinality(header_lines) BETWEEN 1 AND 3),
	place          text NOT NULL,
	certified_by   text NOT NULL,
	basis_document text NOT NULL,
	sign_lines     text[] NOT NULL CHECK (cardinality(sign_lines) BETWEEN 1 AND 4),
	signer_name    text NOT NULL,
	made_at        timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX designs_by_issuer ON certificate.designs (issuer_id, valid_from DESC, made_at DESC);
