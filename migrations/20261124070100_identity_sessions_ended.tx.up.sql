-- Sessions may be ended by an administrator, with a reason in the audit log.
ALTER TABLE identity.sessions DROP CONSTRAINT sessions_ended_reason_check;
ALTER TABLE identity.sessions ADD CONSTRAINT sessions_ended_reason_check
	CHECK (ended_reason IN ('sign_out', 'ended_by_owner', 'ended_by_admin', 'password_changed', 'disabled', 'token_reuse', 'expired'));
