package identity

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/postgres"
)

// ListSessions returns the person's own open sessions, the newest use first.
func (s *Service) ListSessions(ctx context.Context, who access.Principal) ([]Session, error) {
	if err := who.Require(access.SignedIn); err != nil {
		return nil, err
	}
	sessions := []Session{}
	err := s.db.Read(ctx, postgres.Persons(who.PersonID), func(ctx context.Context, tx bun.Tx) error {
		return tx.NewRaw(`SELECT id, person_id, made_by, device, created_at, last_seen_at, expires_at FROM identity.sessions
			WHERE person_id = ? AND ended_at IS NULL AND expires_at > ? ORDER BY last_seen_at DESC, id LIMIT 200`, who.PersonID, s.now()).Scan(ctx, &sessions)
	})
	return sessions, err
}

// EndSession ends one of the person's own sessions. Error: fault.ErrNotFound for any other.
func (s *Service) EndSession(ctx context.Context, who access.Principal, sessionID uuid.UUID) error {
	if sessionID == uuid.Nil {
		return fault.ErrNotFound
	}
	ended, err := s.endOwn(ctx, who, sessionID, uuid.Nil, endedByOwner)
	if err == nil && len(ended) == 0 {
		return fault.ErrNotFound
	}
	return err
}

// EndOtherSessions ends all of the person's sessions but the one that asks.
func (s *Service) EndOtherSessions(ctx context.Context, who access.Principal) error {
	_, err := s.endOwn(ctx, who, uuid.Nil, who.SessionID, endedByOwner)
	return err
}

func (s *Service) endOwn(ctx context.Context, who access.Principal, only, except uuid.UUID, reason string) ([]uuid.UUID, error) {
	if err := who.Require(access.SignedIn); err != nil {
		return nil, err
	}
	var ended []uuid.UUID
	err := s.db.RunInTx(ctx, postgres.Persons(who.PersonID), func(ctx context.Context, tx bun.Tx) (err error) {
		ended, err = endSessionsTx(ctx, tx, who.PersonID, only, except, reason)
		return err
	})
	if err == nil {
		s.watcher.noteEnded(ended...)
	}
	return ended, err
}

// SignOut ends the session that the request belongs to: by its principal, or by its refresh token
// when the access token has expired. Signing out twice is no error.
func (s *Service) SignOut(ctx context.Context, who access.Principal, refresh string) error {
	if !who.IsAnonymous() {
		_, err := s.endOwn(ctx, who, who.SessionID, uuid.Nil, endedSignOut)
		return err
	}
	var ended []uuid.UUID
	err := s.db.RunInTx(ctx, postgres.System(postgres.SignIn), func(ctx context.Context, tx bun.Tx) (err error) {
		ended, err = endByRefreshTx(ctx, tx, refresh)
		return err
	})
	if err == nil {
		s.watcher.noteEnded(ended...)
	}
	return err
}

// endByRefreshTx ends the session that a refresh token belongs to; any other text ends none.
func endByRefreshTx(ctx context.Context, tx bun.IDB, refresh string) ([]uuid.UUID, error) {
	var ended []uuid.UUID
	hash, ok := tokenHash(refresh)
	if !ok {
		return nil, nil
	}
	err := tx.NewRaw(`UPDATE identity.sessions SET ended_at = clock_timestamp(), ended_reason = ? WHERE ended_at IS NULL
		AND id = (SELECT session_id FROM identity.refresh_tokens WHERE hash = ?) RETURNING id`, endedSignOut, hash).Scan(ctx, &ended)
	return ended, err
}
