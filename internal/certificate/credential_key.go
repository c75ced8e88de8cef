package certificate

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"database/sql"
	"errors"
	"sync"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/audit"
	"taphuan/internal/certificate/credential"
	"taphuan/internal/postgres"
	"taphuan/internal/seal"
)

const (
	credentialKeySigns = 2 * 365 * 24 * time.Hour // before another takes its place
	credentialKeyHeld  = 30 * time.Second         // how long a server signs without asking whether another replaced the key
	publishedKeysHeld  = 30 * time.Second
	mostCredentialKeys = 100 // published; at one in two years and more after accidents
	foreignKeyRests    = time.Hour
)

// errForeignKey says that another server made the key in force a moment ago, with another secret. Two such servers would
// go on replacing each other's keys.
var errForeignKey = errors.New("certificate: the credential key was sealed with another secret: do all servers have the same one?")

// credentialKeys holds what signs payloads and badges, and the published keys.
type credentialKeys struct {
	sealing *seal.Box

	mu        sync.Mutex
	held      *credential.Signer
	heldUntil time.Time
	set       credential.KeySet
	setUntil  time.Time
}

// forget has the next question asked of the database.
func (k *credentialKeys) forget() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.held, k.setUntil = nil, time.Time{}
}

// credentialKey is the entry of a key.
type credentialKey struct {
	bun.BaseModel `bun:"table:certificate.credential_keys"`
	ID            uuid.UUID  `bun:"id"`
	ShortID       string     `bun:"short_id"`
	Public        []byte     `bun:"public"`
	Sealed        []byte     `bun:"sealed,nullzero"`
	ValidFrom     time.Time  `bun:"valid_from"`
	RetiredAt     *time.Time `bun:"retired_at"`
	Leaked        bool       `bun:"leaked"`
}

// CredentialSigner returns what signs payloads and badges today. The first call makes a key, and so does the first call
// when one has signed for two years.
func (s *Service) CredentialSigner(ctx context.Context) (credential.Signer, error) {
	k := &s.credentials
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.held != nil && s.now().Before(k.heldUntil) {
		return *k.held, nil
	}
	if k.sealing == nil {
		return credential.Signer{}, errNoKeys
	}
	var found credential.Signer
	err := s.db.RunInTx(ctx, postgres.Nobody(), func(ctx context.Context, tx bun.Tx) (err error) {
		found, err = s.findCredentialSigner(ctx, tx)
		return err
	})
	if err != nil {
		return credential.Signer{}, err
	}
	k.held, k.heldUntil = &found, s.now().Add(credentialKeyHeld)
	return found, nil
}

// findCredentialSigner reads the key in force. Of many servers one replaces it when it is old, and when the installation's
// secret was lost, because what cannot be opened signs nothing more.
func (s *Service) findCredentialSigner(ctx context.Context, tx bun.Tx) (credential.Signer, error) {
	var k credentialKey
	err := tx.NewSelect().Model(&k).Where("retired_at IS NULL").Scan(ctx)
	if err == nil && s.now().Before(k.ValidFrom.Add(credentialKeySigns)) {
		found, err := s.openCredentialKey(k)
		if err == nil {
			return found, nil
		}
		if s.now().Sub(k.ValidFrom) < foreignKeyRests {
			return credential.Signer{}, errForeignKey
		}
	}
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return credential.Signer{}, err
	}
	if _, err := tx.ExecContext(ctx, `LOCK TABLE certificate.credential_keys IN SHARE ROW EXCLUSIVE MODE`); err != nil {
		return credential.Signer{}, err
	}
	var now credentialKey // another server may have been faster
	err = tx.NewSelect().Model(&now).Where("retired_at IS NULL AND id <> ?", k.ID).Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return s.replaceCredentialKey(ctx, tx, false)
	}
	if err != nil {
		return credential.Signer{}, err
	}
	return s.openCredentialKey(now)
}

func (s *Service) openCredentialKey(k credentialKey) (credential.Signer, error) {
	seed, err := s.credentials.sealing.Open(k.ID, k.Sealed)
	if err != nil {
		return credential.Signer{}, err
	}
	return credential.Signer{Private: ed25519.NewKeyFromSeed(seed), Issuer: s.publicURL}, nil
}

// replaceCredentialKey makes a key and destroys the private half of the one before.
func (s *Service) replaceCredentialKey(ctx context.Context, tx bun.Tx, leaked bool) (credential.Signer, error) {
	_, err := tx.ExecContext(ctx, `UPDATE certificate.credential_keys SET retired_at = ?, sealed = NULL, leaked = ? WHERE retired_at IS NULL`, s.now(), leaked)
	if err != nil {
		return credential.Signer{}, err
	}
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return credential.Signer{}, err
	}
	by := credential.Signer{Private: private, Issuer: s.publicURL}
	k := credentialKey{ID: audit.NewID(), ShortID: by.KeyID(), Public: public, ValidFrom: s.now()}
	k.Sealed = s.credentials.sealing.Seal(k.ID, private.Seed())
	if _, err := tx.NewInsert().Model(&k).Exec(ctx); err != nil {
		return credential.Signer{}, err
	}
	return by, audit.RecordTx(ctx, tx, audit.Entry{ActorRole: "operator", Action: "rotate_credential_key", ObjectType: "credential_key", ObjectID: k.ID,
		After: map[string]any{"key": k.ShortID, "leaked_before": leaked}})
}

// PublishedKeys are those by which payloads and badges are checked, the newest first.
func (s *Service) PublishedKeys(ctx context.Context) (credential.KeySet, error) {
	if _, err := s.CredentialSigner(ctx); err != nil { // there is one from the first question on
		return credential.KeySet{}, err
	}
	k := &s.credentials
	k.mu.Lock()
	defer k.mu.Unlock()
	if s.now().Before(k.setUntil) {
		return k.set, nil
	}
	var rows []credentialKey
	err := s.db.Read(ctx, postgres.Nobody(), func(ctx context.Context, tx bun.Tx) error {
		return tx.NewSelect().Model(&rows).Where("NOT leaked").Order("valid_from DESC", "id DESC").Limit(mostCredentialKeys).Scan(ctx)
	})
	if err != nil {
		return credential.KeySet{}, err
	}
	set := credential.KeySet{Issuer: s.publicURL}
	for _, r := range rows {
		set.Keys = append(set.Keys, credential.Key{Public: r.Public, ValidFrom: r.ValidFrom, RetiredAt: r.RetiredAt})
	}
	k.set, k.setUntil = set, s.now().Add(publishedKeysHeld)
	return set, nil
}
