-- unit_settings: whether the verification page names an agency as somebody's unit, where the agency itself decided it. Who
-- decided stands in the audit log.
CREATE TABLE certificate.unit_settings (
	agency_id  uuid PRIMARY KEY REFERENCES organization.agencies,
	shown      boolean NOT NULL,
	decided_at timestamptz NOT NULL
);
