package identity

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"strings"
	"unicode/utf8"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/fault"
	"taphuan/internal/postgres"
)

// BeginPasskey starts the registration of a passkey and returns what the browser needs for it. A
// registration that the person had begun before is void. Errors: ErrPasskeysOff, ErrPasskeyLimit.
func (s *Service) BeginPasskey(ctx context.Context, who access.Principal) (*protocol.CredentialCreation, error) {
	if err := who.Require(access.SignedIn); err != nil {
		return nil, err
	}
	if s.webauthn == nil {
		return nil, ErrPasskeysOff
	}
	var options *protocol.CredentialCreation
	err := s.db.RunInTx(ctx, postgres.Persons(who.PersonID), func(ctx context.Context, tx bun.Tx) error {
		owner, _, err := findPasskeyOwner(ctx, tx, who.PersonID)
		if err != nil {
			return err
		}
		if len(owner.credentials) >= maxPasskeys {
			return ErrPasskeyLimit
		}
		created, session, err := s.webauthn.BeginRegistration(owner, webauthn.WithExclusions(webauthn.Credentials(owner.credentials).CredentialDescriptors()))
		if err != nil {
			return err
		}
		options = created
		if _, err := tx.ExecContext(ctx, `DELETE FROM identity.ceremonies WHERE person_id = ? AND kind = ?`, who.PersonID, kindRegisterPasskey); err != nil {
			return err
		}
		_, err = s.beginCeremonyTx(ctx, tx, who.PersonID, kindRegisterPasskey, session)
		return err
	})
	return options, err
}

// FinishPasskey stores the passkey that the browser has made. Errors: ErrPasskeyInvalid, ErrSignInStale
// without a registration begun within five minutes, fault.ErrInvalid at "body.name".
func (s *Service) FinishPasskey(ctx context.Context, who access.Principal, name string, credential []byte) (Passkey, error) {
	if err := who.Require(access.SignedIn); err != nil {
		return Passkey{}, err
	}
	if s.webauthn == nil {
		return Passkey{}, ErrPasskeysOff
	}
	name = strings.TrimSpace(name)
	if n := utf8.RuneCountInString(name); n < 1 || n > 80 || strings.ContainsRune(name, 0) {
		return Passkey{}, fault.ErrInvalid.At("body.name", "length", textPasskeyName)
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes(credential)
	if err != nil {
		return Passkey{}, ErrPasskeyInvalid.Because(err)
	}
	var key Passkey
	err = s.db.RunInTx(ctx, postgres.Persons(who.PersonID), func(ctx context.Context, tx bun.Tx) (err error) {
		key, err = s.storePasskeyTx(ctx, tx, who, name, parsed)
		return err
	})
	if postgres.IsUnique(err, "") {
		return Passkey{}, ErrPasskeyInvalid.Because(err)
	}
	if err == nil {
		s.watcher.NoteChanged(who.PersonID)
	}
	return key, err
}

func (s *Service) storePasskeyTx(ctx context.Context, tx bun.IDB, who access.Principal, name string, parsed *protocol.ParsedCredentialCreationData) (Passkey, error) {
	session, err := s.takeRegistrationTx(ctx, tx, who.PersonID)
	if err != nil {
		return Passkey{}, err
	}
	owner, _, err := findPasskeyOwner(ctx, tx, who.PersonID)
	if err != nil {
		return Passkey{}, err
	}
	if len(owner.credentials) >= maxPasskeys {
		return Passkey{}, ErrPasskeyLimit
	}
	made, err := s.webauthn.CreateCredential(owner, session, parsed)
	if err != nil {
		return Passkey{}, ErrPasskeyInvalid.Because(err)
	}
	text, err := json.Marshal(made)
	if err != nil {
		return Passkey{}, err
	}
	key := Passkey{ID: audit.NewID(), Name: name, CreatedAt: s.now().UTC()}
	_, err = tx.ExecContext(ctx, `INSERT INTO identity.passkeys (credential_id, person_id, id, name, credential, created_at) VALUES (?, ?, ?, ?, ?::jsonb, ?)`,
		made.ID, who.PersonID, key.ID, name, string(text), key.CreatedAt)
	if err != nil {
		return Passkey{}, err
	}
	return key, s.recordFactorTx(ctx, tx, who, "enroll_passkey")
}

// takeRegistrationTx returns the registration that the person has begun, and ends it.
func (s *Service) takeRegistrationTx(ctx context.Context, tx bun.IDB, person uuid.UUID) (webauthn.SessionData, error) {
	var session webauthn.SessionData
	var row ceremonyRow
	err := tx.NewRaw(`DELETE FROM identity.ceremonies WHERE person_id = ? AND kind = ? AND expires_at > ? RETURNING id, person_id, data`,
		person, kindRegisterPasskey, s.now()).Scan(ctx, &row)
	if errors.Is(err, sql.ErrNoRows) {
		return session, ErrSignInStale
	}
	if err != nil {
		return session, err
	}
	return session, json.Unmarshal(row.Data, &session)
}
