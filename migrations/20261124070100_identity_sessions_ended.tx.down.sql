UPDATE identity.sessions SET ended_reason = 'ended_by_owner' WHERE ended_reason = 'ended_by_admin';
ALTER TABLE identity.sessions DROP CONSTRAINT sessions_ended_reason_check;
ALTER TABLE identity.sessions ADD CONSTRAINT sessions_ended_reason_check
	CHECK (ended_reason IN ('sign_out', 'ended_by_owner', 'password_changed', 'disabled', 'token_reuse', 'expired'));
