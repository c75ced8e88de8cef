-- A grant keeps who ended it, when and why: its history is never rewritten.
ALTER TABLE organization.grants
	ADD COLUMN ended_by uuid,
	ADD COLUMN ended_at timestamptz,
	ADD COLUMN end_reason text NOT NULL DEFAULT '',
	ADD CONSTRAINT grants_days CHECK (valid_to IS NULL OR valid_to >= valid_from),
	-- inspector (kiểm tra, đánh giá): by a document, until a day
	ADD CONSTRAINT grants_inspector CHECK (role <> 'inspector' OR (valid_to IS NOT NULL AND document <> ''));
CREATE INDEX grants_by_role ON organization.grants (role, valid_to);

-- account_cards: what an administrator sees of an account; under identity's own policy.
CREATE VIEW organization.account_cards WITH (security_invoker = true) AS
	SELECT a.person_id, a.username, a.username_key, a.disabled_at, COALESCE(a.disabled_reason, '') AS disabled_reason, a.last_sign_in_at,
		a.password_hash IS NULL AS must_change_password,
		EXISTS (SELECT FROM identity.totp_secrets t WHERE t.person_id = a.person_id AND t.confirmed_at IS NOT NULL)
			OR EXISTS (SELECT FROM identity.passkeys k WHERE k.person_id = a.person_id) AS second_factor,
		(SELECT count(*) FROM identity.sessions s WHERE s.person_id = a.person_id AND s.ended_at IS NULL AND s.expires_at > now()) AS open_sessions
	FROM identity.accounts a;
