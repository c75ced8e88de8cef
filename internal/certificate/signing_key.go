package certificate

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"database/sql"
	"errors"
	"math/big"
	"slices"
	"sync"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/audit"
	"taphuan/internal/pades"
	"taphuan/internal/postgres"
	"taphuan/internal/seal"
)

// How long a key that the platform makes itself signs, and when the next one takes its place.
const (
	keyLasts    = 5 * 365 * 24 * time.Hour
	keyRenewsAt = 90 * 24 * time.Hour // before its end
)

// keyring holds the keys with which the platform signs documents. The zero value signs nothing.
type keyring struct {
	sealing *seal.Box
	given   *pades.Identity // the operator's own key instead of one that is made here

	mu   sync.Mutex
	held *signer
}

// signer is a key with its entry.
type signer struct {
	id uuid.UUID
	pades.Identity
}

// signingKey is its entry.
type signingKey struct {
	bun.BaseModel `bun:"table:certificate.signing_keys"`
	ID            uuid.UUID `bun:"id"`
	Certificates  [][]byte  `bun:"certificates,array"`
	Sealed        []byte    `bun:"sealed,nullzero"`
	ValidFrom     time.Time `bun:"valid_from"`
	ValidUntil    time.Time `bun:"valid_until"`
}

var errNoKeys = errors.New("certificate: no secret to keep signing keys with")

// KeepKeys derives from the installation's secret what private keys are sealed with. Without it no document is made.
func (s *Service) KeepKeys(secret []byte) (err error) {
	if s.keys.sealing, err = seal.New(secret, "taphuan certificate signing keys"); err != nil {
		return err
	}
	s.credentials.sealing, err = seal.New(secret, "taphuan certificate credential keys")
	return err
}

// SignWith has documents signed by a key of the operator's instead of one that the platform makes.
func (s *Service) SignWith(given pades.Identity) { s.keys.given = &given }

// SigningCertificates are those by which the platform's signatures are checked, of the newest key first.
func (s *Service) SigningCertificates(ctx context.Context) ([]*x509.Certificate, error) {
	if _, err := s.signer(ctx); err != nil {
		return nil, err
	}
	var keys []signingKey
	err := s.db.Read(ctx, postgres.Nobody(), func(ctx context.Context, tx bun.Tx) error {
		return tx.NewSelect().Model(&keys).Order("made_at DESC", "id").Limit(100).Scan(ctx)
	})
	if err != nil {
		return nil, err
	}
	own := make([]*x509.Certificate, len(keys))
	for i, k := range keys {
		if own[i], err = x509.ParseCertificate(k.Certificates[0]); err != nil {
			return nil, err
		}
	}
	return own, nil
}

// signer returns the key that signs today. The first call makes one, and so does the first call when one nears its end.
func (s *Service) signer(ctx context.Context) (signer, error) {
	s.keys.mu.Lock()
	defer s.keys.mu.Unlock()
	if held := s.keys.held; held != nil && s.serves(held.Chain[0].NotAfter) {
		return *held, nil
	}
	if s.keys.sealing == nil {
		return signer{}, errNoKeys
	}
	var found signer
	err := s.db.RunInTx(ctx, postgres.Nobody(), func(ctx context.Context, tx bun.Tx) (err error) {
		found, err = s.findSigner(ctx, tx)
		return err
	})
	if err != nil {
		return signer{}, err
	}
	s.keys.held = &found
	return found, nil
}

// serves reports whether a key that ends then still signs.
func (s *Service) serves(end time.Time) bool {
	return s.keys.given != nil || s.now().Before(end.Add(-keyRenewsAt))
}

// findSigner reads the key in force; of many servers one replaces it when it nears its end, when the operator gave or took
// away theirs, and when the installation's secret was lost: what cannot be opened signs nothing more.
func (s *Service) findSigner(ctx context.Context, tx bun.Tx) (signer, error) {
	if _, err := tx.ExecContext(ctx, `LOCK TABLE certificate.signing_keys IN SHARE ROW EXCLUSIVE MODE`); err != nil {
		return signer{}, err
	}
	var k signingKey
	err := tx.NewSelect().Model(&k).Where("retired_at IS NULL").Scan(ctx)
	switch {
	case errors.Is(err, sql.ErrNoRows):
	case err != nil:
		return signer{}, err
	case s.keys.given != nil && k.Sealed == nil && slices.EqualFunc(k.Certificates, s.keys.given.Chain, isRaw):
		return signer{k.ID, *s.keys.given}, nil
	case s.keys.given == nil && k.Sealed != nil && s.serves(k.ValidUntil):
		if found, err := s.opened(k); err == nil {
			return found, nil
		}
	}
	if _, err := tx.ExecContext(ctx, `UPDATE certificate.signing_keys SET retired_at = now() WHERE retired_at IS NULL`); err != nil {
		return signer{}, err
	}
	return s.newSigner(ctx, tx)
}

func isRaw(raw []byte, c *x509.Certificate) bool { return string(raw) == string(c.Raw) }

// newSigner enters the operator's key, or makes one.
func (s *Service) newSigner(ctx context.Context, tx bun.Tx) (signer, error) {
	k := signingKey{ID: audit.NewID()}
	by := s.keys.given
	if by == nil {
		made, err := s.makeKey()
		if err != nil {
			return signer{}, err
		}
		if k.Sealed, err = s.sealed(k.ID, made); err != nil {
			return signer{}, err
		}
		by = &made
	}
	for _, c := range by.Chain {
		k.Certificates = append(k.Certificates, c.Raw)
	}
	k.ValidFrom, k.ValidUntil = by.Chain[0].NotBefore, by.Chain[0].NotAfter
	_, err := tx.NewInsert().Model(&k).Exec(ctx)
	return signer{k.ID, *by}, err
}

// makeKey makes a key on P-256 with a certificate that it signs itself: it proves that one and the same platform signed,
// as long as its fingerprint is known.
func (s *Service) makeKey() (pades.Identity, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return pades.Identity{}, err
	}
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120))
	if err != nil {
		return pades.Identity{}, err
	}
	begin := s.now().UTC().Truncate(time.Second)
	form := &x509.Certificate{SerialNumber: serial, Subject: pkix.Name{CommonName: s.platformName(), Country: []string{"VN"}},
		NotBefore: begin, NotAfter: begin.Add(keyLasts), KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment, BasicConstraintsValid: true}
	raw, err := x509.CreateCertificate(rand.Reader, form, form, key.Public(), key)
	if err != nil {
		return pades.Identity{}, err
	}
	own, err := x509.ParseCertificate(raw)
	return pades.Identity{Key: key, Chain: []*x509.Certificate{own}}, err
}

// sealed is the private key as it is stored: bound to its entry.
func (s *Service) sealed(id uuid.UUID, by pades.Identity) ([]byte, error) {
	plain, err := x509.MarshalPKCS8PrivateKey(by.Key)
	if err != nil {
		return nil, err
	}
	return s.keys.sealing.Seal(id, plain), nil
}

// opened is a stored key; an error when it was sealed with another secret.
func (s *Service) opened(k signingKey) (signer, error) {
	plain, err := s.keys.sealing.Open(k.ID, k.Sealed)
	if err != nil {
		return signer{}, err
	}
	key, err := x509.ParsePKCS8PrivateKey(plain)
	if err != nil {
		return signer{}, err
	}
	private, fits := key.(*ecdsa.PrivateKey)
	if !fits {
		return signer{}, pades.ErrKey
	}
	found := signer{k.ID, pades.Identity{Key: private}}
	for _, raw := range k.Certificates {
		c, err := x509.ParseCertificate(raw)
		if err != nil {
			return signer{}, err
		}
		found.Chain = append(found.Chain, c)
	}
	return found, nil
}
