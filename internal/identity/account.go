package identity

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/postgres"
)

// Account (tài khoản) is how a person signs in. Its key is the person's id.
type Account struct {
	PersonID           uuid.UUID
	Username           string
	Locale             string // "vi" or "en"
	MustChangePassword bool   // signed in by a slip and has not chosen a password yet
	DisabledAt         *time.Time
	DisabledReason     string
	LastSignInAt       *time.Time
	Factors            Factors
}

// Factors are the second factors of a person.
type Factors struct {
	TOTP              bool // an authenticator app, confirmed
	Passkeys          int
	RecoveryCodesLeft int
}

// Any reports whether there is a second factor at all.
func (f Factors) Any() bool { return f.TOTP || f.Passkeys > 0 }

type accountRow struct {
	PersonID         uuid.UUID  `bun:"person_id"`
	Username         string     `bun:"username"`
	UsernameKey      string     `bun:"username_key"`
	PasswordHash     string     `bun:"password_hash"`
	OneTimeHash      []byte     `bun:"one_time_hash"`
	OneTimeExpiresAt *time.Time `bun:"one_time_expires_at"`
	DisabledAt       *time.Time `bun:"disabled_at"`
	DisabledReason   string     `bun:"disabled_reason"`
	Locale           string     `bun:"locale"`
	LastSignInAt     *time.Time `bun:"last_sign_in_at"`
	TOTP             bool       `bun:"totp"`
	Passkeys         int        `bun:"passkeys"`
	RecoveryCodes    int        `bun:"recovery_codes"`
}

const selectAccount = `SELECT a.person_id, a.username, a.username_key, coalesce(a.password_hash, '') AS password_hash,
	a.one_time_hash, a.one_time_expires_at, a.disabled_at, coalesce(a.disabled_reason, '') AS disabled_reason, a.locale, a.last_sign_in_at,
	EXISTS (SELECT FROM identity.totp_secrets t WHERE t.person_id = a.person_id AND t.confirmed_at IS NOT NULL) AS totp,
	(SELECT count(*) FROM identity.passkeys p WHERE p.person_id = a.person_id) AS passkeys,
	(SELECT count(*) FROM identity.recovery_codes r WHERE r.person_id = a.person_id AND r.used_at IS NULL) AS recovery_codes
	FROM identity.accounts a `

func (r accountRow) factors() Factors {
	return Factors{TOTP: r.TOTP, Passkeys: r.Passkeys, RecoveryCodesLeft: r.RecoveryCodes}
}

func (r accountRow) account() Account {
	return Account{PersonID: r.PersonID, Username: r.Username, Locale: r.Locale, MustChangePassword: r.PasswordHash == "",
		DisabledAt: r.DisabledAt, DisabledReason: r.DisabledReason, LastSignInAt: r.LastSignInAt, Factors: r.factors()}
}

func accountByUsername(ctx context.Context, tx bun.IDB, key string) (accountRow, error) {
	var row accountRow
	err := tx.NewRaw(selectAccount+"WHERE a.username_key = ?", key).Scan(ctx, &row)
	return row, err
}

func accountByPerson(ctx context.Context, tx bun.IDB, personID uuid.UUID) (accountRow, error) {
	var row accountRow
	err := tx.NewRaw(selectAccount+"WHERE a.person_id = ?", personID).Scan(ctx, &row)
	return row, err
}

// lockAccount reads an account for a change and keeps it from changing until the transaction ends.
func lockAccount(ctx context.Context, tx bun.IDB, personID uuid.UUID) (accountRow, error) {
	var row accountRow
	err := tx.NewRaw(selectAccount+"WHERE a.person_id = ? FOR UPDATE OF a", personID).Scan(ctx, &row)
	return row, err
}

// FindAccount returns a person's account with its second factors, for building a principal and
// for GET /me. Error: fault.ErrNotFound when the person has none.
func (s *Service) FindAccount(ctx context.Context, personID uuid.UUID) (Account, error) {
	var row accountRow
	err := s.db.Read(ctx, postgres.System(postgres.LoadPrincipal), func(ctx context.Context, tx bun.Tx) (err error) {
		row, err = accountByPerson(ctx, tx, personID)
		return err
	})
	return row.account(), err
}

// Factors returns the second factors of a person. Error: fault.ErrNotFound when they have no account.
func (s *Service) Factors(ctx context.Context, personID uuid.UUID) (Factors, error) {
	account, err := s.FindAccount(ctx, personID)
	return account.Factors, err
}

// TouchTx notes that what these people may do has changed (a grant, a posting), so that every node
// forgets what it knows of them within a second. The caller's scope includes them.
func (s *Service) TouchTx(ctx context.Context, tx bun.IDB, personIDs ...uuid.UUID) error {
	if len(personIDs) == 0 {
		return nil
	}
	_, err := tx.ExecContext(ctx, `UPDATE identity.accounts SET changed_at = clock_timestamp() WHERE person_id IN (?)`, bun.List(personIDs))
	return err
}
