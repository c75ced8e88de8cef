package identity

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/audit"
	"taphuan/internal/fault"
	"taphuan/internal/postgres"
)

// repeatWithin is how long a refresh whose answer was lost may be asked for again.
const repeatWithin = 30 * time.Second

type refreshRow struct {
	Session
	EndedAt       *time.Time `bun:"ended_at"`
	UsedAt        *time.Time `bun:"used_at"`
	SuccessorUsed bool       `bun:"successor_used"`
}

// Refresh exchanges a refresh token for new tokens of the same session. The same token again
// within 30 s gives the same successor while that is unused; any other second use ends the session,
// because one of two holders has stolen it. Error: fault.ErrSessionExpired.
func (s *Service) Refresh(ctx context.Context, token string) (Tokens, error) {
	hash, ok := tokenHash(token)
	if !ok {
		return Tokens{}, fault.ErrSessionExpired
	}
	successor := s.keys.successorOf(token)
	next, _ := tokenHash(successor)
	var tokens Tokens
	var reused uuid.UUID
	err := s.db.RunInTx(ctx, postgres.System(postgres.SignIn), func(ctx context.Context, tx bun.Tx) error {
		tokens, reused = Tokens{}, uuid.Nil
		row, err := lockRefreshToken(ctx, tx, hash, next)
		switch {
		case errors.Is(err, sql.ErrNoRows):
			return fault.ErrSessionExpired
		case err != nil:
			return err
		case row.EndedAt != nil || !s.now().Before(row.ExpiresAt):
			return fault.ErrSessionExpired
		case row.UsedAt == nil:
			tokens, err = s.rotateTx(ctx, tx, row.Session, hash, successor)
		case !row.SuccessorUsed && s.now().Sub(*row.UsedAt) <= repeatWithin:
			tokens, err = s.tokensFor(row.Session, successor)
		default:
			reused = row.ID
			err = endReusedTx(ctx, tx, row.Session)
		}
		return err
	})
	if err == nil && reused != uuid.Nil {
		s.watcher.noteEnded(reused)
		return Tokens{}, fault.ErrSessionExpired
	}
	return tokens, err
}

// lockRefreshToken takes the session's row, so that refreshes of one session take turns.
func lockRefreshToken(ctx context.Context, tx bun.IDB, hash, successor []byte) (refreshRow, error) {
	var row refreshRow
	_, err := tx.ExecContext(ctx, `SELECT FROM identity.sessions WHERE id = (SELECT session_id FROM identity.refresh_tokens WHERE hash = ?) FOR UPDATE`, hash)
	if err != nil {
		return row, err
	}
	err = tx.NewRaw(`SELECT s.id, s.person_id, s.made_by, s.device, s.created_at, s.last_seen_at, s.expires_at, s.ended_at, t.used_at,
		EXISTS (SELECT FROM identity.refresh_tokens n WHERE n.hash = ? AND n.used_at IS NOT NULL) AS successor_used
		FROM identity.refresh_tokens t JOIN identity.sessions s ON s.id = t.session_id WHERE t.hash = ?`, successor, hash).Scan(ctx, &row)
	return row, err
}

func (s *Service) rotateTx(ctx context.Context, tx bun.IDB, session Session, used []byte, successor string) (Tokens, error) {
	now := s.now()
	session.ExpiresAt = expiryAt(session.CreatedAt, now)
	if _, err := tx.ExecContext(ctx, `UPDATE identity.refresh_tokens SET used_at = ? WHERE hash = ?`, now, used); err != nil {
		return Tokens{}, err
	}
	if err := s.storeRefreshToken(ctx, tx, successor, session.ID, session.PersonID); err != nil {
		return Tokens{}, err
	}
	_, err := tx.ExecContext(ctx, `UPDATE identity.sessions SET last_seen_at = ?, expires_at = ? WHERE id = ?`, now, session.ExpiresAt, session.ID)
	if err != nil {
		return Tokens{}, err
	}
	return s.tokensFor(session, successor)
}

func endReusedTx(ctx context.Context, tx bun.IDB, session Session) error {
	if _, err := endSessionsTx(ctx, tx, session.PersonID, session.ID, uuid.Nil, endedTokenReuse); err != nil {
		return err
	}
	return audit.RecordTx(ctx, tx, audit.Entry{Action: "end_session", ObjectType: "session", ObjectID: session.ID, Reason: endedTokenReuse})
}
