package identity

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

const (
	sessionIdle     = 14 * 24 * time.Hour // without use
	sessionAbsolute = 60 * 24 * time.Hour // whatever happens
)

// How a session came to be.
const (
	MadeByPassword     = "password"
	MadeByPasskey      = "passkey"
	MadeBySecondFactor = "second_factor" // a password and a code
)

// Session (phiên làm việc) is one browser in which a person is signed in.
type Session struct {
	ID         uuid.UUID `bun:"id"`
	PersonID   uuid.UUID `bun:"person_id"`
	MadeBy     string    `bun:"made_by"`
	Device     string    `bun:"device"` // "Chrome trên Windows"
	CreatedAt  time.Time `bun:"created_at"`
	LastSeenAt time.Time `bun:"last_seen_at"`
	ExpiresAt  time.Time `bun:"expires_at"`
}

// Tokens carry a session. Access goes with each request; Refresh is exchanged for new ones.
type Tokens struct {
	SessionID      uuid.UUID
	Access         string
	AccessExpires  time.Time
	Refresh        string
	RefreshExpires time.Time
}

// Why a session ended.
const (
	endedSignOut         = "sign_out"
	endedByOwner         = "ended_by_owner"
	endedByAdmin         = "ended_by_admin"
	endedPasswordChanged = "password_changed"
	endedDisabled        = "disabled"
	endedTokenReuse      = "token_reuse"
)

// expiryAt is when a session that is used now ends by itself.
func expiryAt(created, now time.Time) time.Time {
	idle, absolute := now.Add(sessionIdle), created.Add(sessionAbsolute)
	if absolute.Before(idle) {
		return absolute
	}
	return idle
}

// openSessionTx makes a session with its first refresh token.
func (s *Service) openSessionTx(ctx context.Context, tx bun.IDB, person uuid.UUID, madeBy, userAgent string) (Tokens, error) {
	now := s.now()
	session := Session{ID: uuid.New(), PersonID: person, MadeBy: madeBy, Device: describeDevice(userAgent),
		CreatedAt: now, LastSeenAt: now, ExpiresAt: expiryAt(now, now)}
	_, err := tx.NewInsert().Model(&session).ModelTableExpr("identity.sessions").Exec(ctx)
	if err != nil {
		return Tokens{}, err
	}
	refresh := newSecretToken()
	if err := s.storeRefreshToken(ctx, tx, refresh, session.ID, person); err != nil {
		return Tokens{}, err
	}
	return s.tokensFor(session, refresh)
}

func (s *Service) storeRefreshToken(ctx context.Context, tx bun.IDB, token string, session, person uuid.UUID) error {
	hash, _ := tokenHash(token)
	_, err := tx.ExecContext(ctx, `INSERT INTO identity.refresh_tokens (hash, session_id, person_id, issued_at) VALUES (?, ?, ?, ?)`,
		hash, session, person, s.now())
	return err
}

func (s *Service) tokensFor(session Session, refresh string) (Tokens, error) {
	access, expires, err := s.newAccessToken(session.PersonID, session.ID, s.now())
	return Tokens{SessionID: session.ID, Access: access, AccessExpires: expires, Refresh: refresh, RefreshExpires: session.ExpiresAt}, err
}

// endSessionsTx ends the person's open sessions: one of them (only), all but one (except), or all
// (both uuid.Nil). It returns those that it ended.
func endSessionsTx(ctx context.Context, tx bun.IDB, person, only, except uuid.UUID, reason string) ([]uuid.UUID, error) {
	var ended []uuid.UUID
	q := tx.NewUpdate().Table("identity.sessions").Set("ended_at = clock_timestamp()").Set("ended_reason = ?", reason).
		Where("person_id = ?", person).Where("ended_at IS NULL")
	if only != uuid.Nil {
		q = q.Where("id = ?", only)
	}
	if except != uuid.Nil {
		q = q.Where("id <> ?", except)
	}
	err := q.Returning("id").Scan(ctx, &ended)
	return ended, err
}
