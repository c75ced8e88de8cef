package organization

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/fault"
	"taphuan/internal/postgres"
	"taphuan/internal/vietnamese"
)

// APIToken (khóa kết nối) lets a program push the lists of one agency, for as long as the person who
// made it may do so.
type APIToken struct {
	bun.BaseModel `bun:"table:organization.api_tokens"`
	ID            uuid.UUID  `bun:"id"`
	AgencyID      uuid.UUID  `bun:"agency_id"`
	Name          string     `bun:"name"`
	Hash          []byte     `bun:"hash"`
	Hint          string     `bun:"hint"` // the last letters, to tell tokens apart
	CreatedBy     uuid.UUID  `bun:"created_by"`
	CreatedAt     time.Time  `bun:"created_at"`
	ExpiresAt     time.Time  `bun:"expires_at"`
	LastUsedAt    *time.Time `bun:"last_used_at"`
	RevokedAt     *time.Time `bun:"revoked_at"`
	RevokedBy     *uuid.UUID `bun:"revoked_by"`
}

// TokenPrefix tells such a token from a session's.
const TokenPrefix = "thk_"

// Bounds of tokens.
const (
	MaxTokenDays   = 366
	maxTokens      = 20 // that work at one time in an agency
	shownTokens    = 200
	tokenUseNotice = time.Minute
)

// Faults of tokens.
var (
	ErrTokenName = fault.ErrInvalid.At("body.name", "token_name",
		fault.Text{VI: "Hãy đặt tên từ 1 đến 80 ký tự, ví dụ tên phần mềm.", EN: "Give a name of 1 to 80 characters, such as that of the software."})
	ErrTokenDays = fault.ErrInvalid.At("body.days", "token_days",
		fault.Text{VI: "Thời hạn từ 1 đến 366 ngày.", EN: "A token works for 1 to 366 days."})
	ErrTooManyTokens = fault.New(fault.Conflict, "api_token.too_many",
		fault.Text{VI: "Cơ quan đã có 20 khóa kết nối đang dùng. Hãy thu hồi khóa không dùng nữa.", EN: "This agency has 20 working tokens. Revoke those that are not used."})
)

// CreateAPIToken asks for a token of an agency.
type CreateAPIToken struct {
	AgencyID uuid.UUID
	Name     string
	Days     int
}

// CreateAPIToken makes a token and returns it once: only its hash is kept. It needs roster.manage at
// the agency, and a person: a token makes no tokens (fault.ErrForbidden). Errors: fault.ErrNotFound,
// ErrTokenName, ErrTokenDays, ErrTooManyTokens.
func (s *Service) CreateAPIToken(ctx context.Context, who access.Principal, cmd CreateAPIToken) (APIToken, string, error) {
	if err := requirePerson(who, cmd.AgencyID); err != nil {
		return APIToken{}, "", err
	}
	name := vietnamese.Normalize(cmd.Name)
	if n := len([]rune(name)); n < 1 || n > 80 {
		return APIToken{}, "", ErrTokenName
	}
	if cmd.Days < 1 || cmd.Days > MaxTokenDays {
		return APIToken{}, "", ErrTokenDays
	}
	bits := make([]byte, 32)
	rand.Read(bits)
	secret := TokenPrefix + base64.RawURLEncoding.EncodeToString(bits)
	now := s.now()
	token := APIToken{ID: audit.NewID(), AgencyID: cmd.AgencyID, Name: name, Hash: tokenHash(secret), Hint: secret[len(secret)-4:],
		CreatedBy: who.PersonID, CreatedAt: now, ExpiresAt: now.AddDate(0, 0, cmd.Days)}
	err := s.db.RunInTx(ctx, postgres.Agencies(cmd.AgencyID), func(ctx context.Context, tx bun.Tx) error {
		working, err := tx.NewSelect().Model((*APIToken)(nil)).Where("agency_id = ? AND revoked_at IS NULL AND expires_at > ?", cmd.AgencyID, now).Count(ctx)
		if err != nil {
			return err
		}
		if working >= maxTokens {
			return ErrTooManyTokens
		}
		if _, err := tx.NewInsert().Model(&token).Exec(ctx); err != nil {
			return err
		}
		return s.recordToken(ctx, tx, who, token, "create_api_token")
	})
	return token, secret, err
}

func tokenHash(secret string) []byte {
	hash := sha256.Sum256([]byte(secret))
	return hash[:]
}

// requirePerson refuses tokens: they push lists and nothing else.
func requirePerson(who access.Principal, agency uuid.UUID) error {
	if who.Only != "" {
		return fault.ErrForbidden
	}
	return who.RequireAt(access.ManageRoster, agency)
}

func (s *Service) recordToken(ctx context.Context, tx bun.Tx, who access.Principal, token APIToken, action string) error {
	return audit.RecordTx(ctx, tx, audit.Entry{ActorID: who.PersonID, ActorRole: actingRole(who, access.ManageRoster, token.AgencyID), AgencyID: token.AgencyID,
		Action: action, ObjectType: "api_token", ObjectID: token.ID, After: map[string]any{"name": token.Name, "expires_at": token.ExpiresAt}})
}

// ListAPITokens returns a page of an agency's tokens, the newest first, and how many there are. It
// needs roster.manage at the agency, and a person.
func (s *Service) ListAPITokens(ctx context.Context, who access.Principal, agency uuid.UUID, limit, offset int64) ([]APIToken, int, error) {
	if err := requirePerson(who, agency); err != nil {
		return nil, 0, err
	}
	var tokens []APIToken
	var total int64
	err := s.db.Read(ctx, postgres.Agencies(agency), func(ctx context.Context, tx bun.Tx) error {
		var err error
		total, err = tx.NewSelect().Model(&tokens).ExcludeColumn("hash").Where("agency_id = ?", agency).Order("created_at DESC", "id DESC").
			Limit(min(limit, shownTokens)).Offset(offset).ScanAndCount(ctx)
		return err
	})
	return tokens, int(total), err
}

// RevokeAPIToken ends a token at once; a second time changes nothing. It needs roster.manage at the
// agency, and a person. Error: fault.ErrNotFound for another agency's token.
func (s *Service) RevokeAPIToken(ctx context.Context, who access.Principal, agency, id uuid.UUID) error {
	if err := requirePerson(who, agency); err != nil {
		return err
	}
	return s.db.RunInTx(ctx, postgres.Agencies(agency), func(ctx context.Context, tx bun.Tx) error {
		var token APIToken
		if err := tx.NewSelect().Model(&token).Where("id = ? AND agency_id = ?", id, agency).For("UPDATE").Scan(ctx); err != nil || token.RevokedAt != nil {
			return err
		}
		now := s.now()
		token.RevokedAt, token.RevokedBy = &now, &who.PersonID
		if _, err := tx.NewUpdate().Model(&token).Column("revoked_at", "revoked_by").Where("id = ? AND agency_id = ?", id, agency).Exec(ctx); err != nil {
			return err
		}
		return s.recordToken(ctx, tx, who, token, "revoke_api_token")
	})
}

// TokenHolder is what a token stands for: its maker, within its agency and what is below today.
type TokenHolder struct {
	PersonID uuid.UUID
	Agencies []uuid.UUID
}

// FindTokenHolder returns whom a presented token stands for. fault.ErrSessionExpired when it is not
// known, expired or revoked.
func (s *Service) FindTokenHolder(ctx context.Context, secret string) (TokenHolder, error) {
	var holder TokenHolder
	now := s.now()
	err := s.db.RunInTx(ctx, postgres.System(postgres.SignIn), func(ctx context.Context, tx bun.Tx) error {
		var found []APIToken
		err := tx.NewSelect().Model(&found).Where("hash = ? AND revoked_at IS NULL AND expires_at > ?", tokenHash(secret), now).Scan(ctx)
		if err != nil {
			return err
		}
		if len(found) == 0 {
			return fault.ErrSessionExpired
		}
		token := found[0]
		holder.PersonID = token.CreatedBy
		if holder.Agencies, err = Descendants(ctx, tx, []uuid.UUID{token.AgencyID}, s.Today()); err != nil {
			return err
		}
		if token.LastUsedAt != nil && now.Sub(*token.LastUsedAt) < tokenUseNotice {
			return nil
		}
		_, err = tx.NewUpdate().Model(&token).Set("last_used_at = ?", now).Where("id = ?", token.ID).Exec(ctx)
		return err
	})
	return holder, err
}
