-- badge_statuses: where the status lists tell of a certificate's revocation. It is given when its badge is first made.
CREATE TABLE certificate.badge_statuses (
	certificate_id uuid PRIMARY KEY REFERENCES certificate.certificates,
	position       bigint GENERATED ALWAYS AS IDENTITY (MINVALUE 0 START 0) UNIQUE
);
