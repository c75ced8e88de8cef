package identity

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"taphuan/internal/outbox"
	"taphuan/internal/postgres"
)

// keepSessions is how long an ended session is kept, so that its tokens are known as used.
const keepSessions = 30 * 24 * time.Hour

// Duties returns the work that comes back by the clock: taking away what has expired.
func (s *Service) Duties() []outbox.Duty {
	return []outbox.Duty{{Name: "clean-identity", Every: time.Hour, Run: s.Clean}}
}

// Clean deletes what is of no more use: waiting ceremonies, forgotten counters, devices not seen for
// half a year, sessions that ended or expired a month ago with their tokens.
func (s *Service) Clean(ctx context.Context) error {
	now := s.now()
	return s.db.RunInTx(ctx, postgres.System(postgres.CleanIdentity), func(ctx context.Context, tx bun.Tx) error {
		for _, c := range []struct {
			query  string
			before time.Time
		}{
			{`DELETE FROM identity.ceremonies WHERE expires_at < ?`, now},
			{`DELETE FROM identity.throttles WHERE last_at < ?`, now.Add(-2 * forgetTries)},
			{`DELETE FROM identity.devices WHERE last_seen_at < ?`, now.Add(-DeviceLife)},
			{`DELETE FROM identity.sessions WHERE expires_at < ?`, now.Add(-keepSessions)},
			{`DELETE FROM identity.sessions WHERE ended_at < ?`, now.Add(-keepSessions)},
		} {
			if _, err := tx.ExecContext(ctx, c.query, c.before); err != nil {
				return err
			}
		}
		return nil
	})
}
