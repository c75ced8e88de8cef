package identity

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/postgres"
)

// BeginPasskeySignIn returns what the browser needs to offer its passkeys, and the id of the ceremony
// to finish. Nobody is named yet. Error: ErrPasskeysOff.
func (s *Service) BeginPasskeySignIn(ctx context.Context, client Client) (*protocol.CredentialAssertion, uuid.UUID, error) {
	if s.webauthn == nil {
		return nil, uuid.Nil, ErrPasskeysOff
	}
	if err := s.slowDown(ctx, client.Address); err != nil {
		return nil, uuid.Nil, err
	}
	options, session, err := s.webauthn.BeginDiscoverableLogin(webauthn.WithUserVerification(protocol.VerificationRequired))
	if err != nil {
		return nil, uuid.Nil, err
	}
	var id uuid.UUID
	err = s.db.RunInTx(ctx, postgres.System(postgres.SignIn), func(ctx context.Context, tx bun.Tx) (err error) {
		id, err = s.beginCeremonyTx(ctx, tx, uuid.Nil, kindSignInPasskey, session)
		return err
	})
	return options, id, err
}

// PasskeySignIn is the browser's answer.
type PasskeySignIn struct {
	Ceremony   uuid.UUID
	Credential []byte // JSON of the PublicKeyCredential
	Client     Client
}

// FinishPasskeySignIn opens a session for the owner of the passkey; no second step follows. Errors:
// ErrPasskeyRefused, ErrSignInStale, ErrDisabled.
func (s *Service) FinishPasskeySignIn(ctx context.Context, cmd PasskeySignIn) (SignedIn, error) {
	if s.webauthn == nil {
		return SignedIn{}, ErrPasskeysOff
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes(cmd.Credential)
	if err != nil {
		return SignedIn{}, ErrPasskeyRefused.Because(err)
	}
	session, err := s.takeSignIn(ctx, cmd.Ceremony)
	if err != nil {
		return SignedIn{}, err
	}
	var in SignedIn
	err = s.db.RunInTx(ctx, postgres.System(postgres.SignIn), func(ctx context.Context, tx bun.Tx) error {
		account, err := s.passkeyAccountTx(ctx, tx, session, parsed)
		if err != nil {
			return err
		}
		if account.DisabledAt != nil {
			return ErrDisabled
		}
		in = SignedIn{PersonID: account.PersonID, Factors: account.factors()}
		in.Tokens, in.Device, err = s.enterTx(ctx, tx, account.PersonID, MadeByPasskey, cmd.Client)
		return err
	})
	return in, err
}

// takeSignIn returns the begun ceremony and ends it, whatever comes of it: a challenge works once.
func (s *Service) takeSignIn(ctx context.Context, ceremony uuid.UUID) (webauthn.SessionData, error) {
	var session webauthn.SessionData
	err := s.db.RunInTx(ctx, postgres.System(postgres.SignIn), func(ctx context.Context, tx bun.Tx) error {
		row, err := s.findCeremonyTx(ctx, tx, ceremony, kindSignInPasskey)
		if errors.Is(err, sql.ErrNoRows) {
			return ErrSignInStale
		}
		if err != nil {
			return err
		}
		session = webauthn.SessionData{}
		if err := json.Unmarshal(row.Data, &session); err != nil {
			return err
		}
		return endCeremonyTx(ctx, tx, ceremony)
	})
	return session, err
}

// passkeyAccountTx verifies the signature and notes the key's new counter.
func (s *Service) passkeyAccountTx(ctx context.Context, tx bun.IDB, session webauthn.SessionData, parsed *protocol.ParsedCredentialAssertionData) (accountRow, error) {
	var account accountRow
	owner := func(_, handle []byte) (webauthn.User, error) {
		person, err := uuid.FromBytes(handle)
		if err != nil {
			return nil, err
		}
		found, row, err := findPasskeyOwner(ctx, tx, person)
		account = row
		return found, err
	}
	_, used, err := s.webauthn.ValidatePasskeyLogin(owner, session, parsed)
	if err != nil {
		return account, ErrPasskeyRefused.Because(err)
	}
	if used.Authenticator.CloneWarning {
		return account, ErrPasskeyRefused.Because(errors.New("the passkey's counter went back: it may have been copied"))
	}
	text, err := json.Marshal(used)
	if err != nil {
		return account, err
	}
	_, err = tx.ExecContext(ctx, `UPDATE identity.passkeys SET credential = ?::jsonb, last_used_at = ? WHERE credential_id = ? AND person_id = ?`,
		string(text), s.now(), used.ID, account.PersonID)
	return account, err
}
