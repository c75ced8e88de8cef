package identity

import (
	"context"
	"encoding/json"
	"net/netip"
	"net/url"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/postgres"
)

// maxPasskeys is how many passkeys one account holds.
const maxPasskeys = 10

// Passkey (khóa truy cập) is a key in a person's device with which they sign in.
type Passkey struct {
	ID         uuid.UUID  `bun:"id"`
	Name       string     `bun:"name"`
	CreatedAt  time.Time  `bun:"created_at"`
	LastUsedAt *time.Time `bun:"last_used_at"`
}

// newRelyingParty returns nil where passkeys cannot work: browsers accept no IP address as their home.
func newRelyingParty(address *url.URL) (*webauthn.WebAuthn, error) {
	if _, err := netip.ParseAddr(address.Hostname()); err == nil {
		return nil, nil
	}
	return webauthn.New(&webauthn.Config{
		RPID:                  address.Hostname(),
		RPDisplayName:         totpIssuer,
		RPOrigins:             []string{address.Scheme + "://" + address.Host},
		AttestationPreference: protocol.PreferNoAttestation,
		AuthenticatorSelection: protocol.AuthenticatorSelection{
			ResidentKey: protocol.ResidentKeyRequirementRequired, RequireResidentKey: protocol.ResidentKeyRequired(),
			UserVerification: protocol.VerificationRequired,
		},
		Timeouts: webauthn.TimeoutsConfig{
			Login:        webauthn.TimeoutConfig{Enforce: true, Timeout: CeremonyLife, TimeoutUVD: CeremonyLife},
			Registration: webauthn.TimeoutConfig{Enforce: true, Timeout: CeremonyLife, TimeoutUVD: CeremonyLife},
		},
	})
}

// passkeyOwner is an account as the WebAuthn library sees it.
type passkeyOwner struct {
	person      uuid.UUID
	username    string
	credentials []webauthn.Credential
}

func (o passkeyOwner) WebAuthnID() []byte                         { return o.person[:] }
func (o passkeyOwner) WebAuthnName() string                       { return o.username }
func (o passkeyOwner) WebAuthnDisplayName() string                { return o.username }
func (o passkeyOwner) WebAuthnCredentials() []webauthn.Credential { return o.credentials }

func findPasskeyOwner(ctx context.Context, tx bun.IDB, person uuid.UUID) (passkeyOwner, accountRow, error) {
	account, err := lockAccount(ctx, tx, person)
	if err != nil {
		return passkeyOwner{}, account, err
	}
	var stored []json.RawMessage
	err = tx.NewRaw(`SELECT credential FROM identity.passkeys WHERE person_id = ? ORDER BY created_at LIMIT ?`, person, maxPasskeys).Scan(ctx, &stored)
	if err != nil {
		return passkeyOwner{}, account, err
	}
	owner := passkeyOwner{person: person, username: account.Username, credentials: make([]webauthn.Credential, len(stored))}
	for i, text := range stored {
		if err := json.Unmarshal(text, &owner.credentials[i]); err != nil {
			return passkeyOwner{}, account, err
		}
	}
	return owner, account, nil
}

// ListPasskeys returns the person's own passkeys, oldest first.
func (s *Service) ListPasskeys(ctx context.Context, who access.Principal) ([]Passkey, error) {
	if err := who.Require(access.SignedIn); err != nil {
		return nil, err
	}
	keys := []Passkey{}
	err := s.db.Read(ctx, postgres.Persons(who.PersonID), func(ctx context.Context, tx bun.Tx) error {
		return tx.NewRaw(`SELECT id, name, created_at, last_used_at FROM identity.passkeys WHERE person_id = ? ORDER BY created_at, id`, who.PersonID).Scan(ctx, &keys)
	})
	return keys, err
}

// RemovePasskey deletes one of the person's own passkeys. Error: fault.ErrNotFound for any other.
func (s *Service) RemovePasskey(ctx context.Context, who access.Principal, id uuid.UUID) error {
	if err := who.Require(access.SignedIn); err != nil {
		return err
	}
	err := s.db.RunInTx(ctx, postgres.Persons(who.PersonID), func(ctx context.Context, tx bun.Tx) error {
		result, err := tx.ExecContext(ctx, `DELETE FROM identity.passkeys WHERE id = ? AND person_id = ?`, id, who.PersonID)
		if err != nil {
			return err
		}
		if n, err := result.RowsAffected(); err != nil || n == 0 {
			return fault.ErrNotFound
		}
		return s.recordFactorTx(ctx, tx, who, "remove_passkey")
	})
	if err == nil {
		s.watcher.NoteChanged(who.PersonID)
	}
	return err
}
