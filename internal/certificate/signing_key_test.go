package certificate

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"taphuan/internal/outbox"
	"taphuan/internal/pades"
)

// document issues a certificate and returns its PDF with the one signature in it.
func (w *world) document(t *testing.T, s *Service) ([]byte, pades.Signature) {
	t.Helper()
	who, event := w.complete(t, w.department, 845)
	c := w.issue(t, who, event)
	_, pdf, err := s.FindDocument(t.Context(), who, c.ID)
	if err != nil {
		t.Fatal(err)
	}
	all, err := pades.Signatures(pdf)
	if err != nil || len(all) != 1 || all[0].Broken != nil || !all[0].Whole {
		t.Fatalf("signatures %+v, %v", all, err)
	}
	return pdf, all[0]
}

// another is a second server on the same database.
func (w *world) another(t *testing.T, secret byte, now time.Time) *Service {
	t.Helper()
	events, err := outbox.New(w.db, []outbox.Reaction{outbox.On("make_document", func(context.Context, Issued) error { return nil })})
	if err != nil {
		t.Fatal(err)
	}
	s := New(w.db, events, func() time.Time { return now }, "https://taphuan.example", false)
	key := make([]byte, 32)
	key[0] = secret
	if err := s.KeepKeys(key); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestDocumentsAreSigned(t *testing.T) {
	w := setup(t, false)
	pdf, s := w.document(t, w.Service)
	if s.Signer.Subject.CommonName != "Tập Huấn taphuan.example" || s.ClaimedAt.IsZero() {
		t.Errorf("signed by %s at %s", s.Signer.Subject, s.ClaimedAt)
	}
	if published, err := w.SigningCertificates(t.Context()); err != nil || len(published) != 1 || !published[0].Equal(s.Signer) {
		t.Errorf("published are %v, %v", published, err)
	}
	path := filepath.Join(t.TempDir(), "certificate.pdf")
	if err := os.WriteFile(path, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("pdfsig", "-nocert", path).CombinedOutput()
	if err != nil || !strings.Contains(string(out), "Signature is Valid") || !strings.Contains(string(out), "Total document signed") {
		t.Errorf("pdfsig: %v\n%s", err, out)
	}
}

// Many servers that begin at once sign with one key.
func TestServersShareTheKey(t *testing.T) {
	w := setup(t, false)
	var all sync.WaitGroup
	signers := make([]signer, 8)
	for i := range signers {
		s := w.another(t, 0, today)
		all.Go(func() {
			var err error
			if signers[i], err = s.signer(context.Background()); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	for _, s := range signers {
		if s.id != signers[0].id || !s.Chain[0].Equal(signers[0].Chain[0]) {
			t.Fatal("two keys sign")
		}
	}
	if n := w.count(t, `SELECT count(*) FROM certificate.signing_keys WHERE sealed LIKE '%PRIVATE%' OR position(? IN sealed) > 0`, signers[0].Chain[0].RawSubjectPublicKeyInfo); n != 0 {
		t.Error("the private key is not sealed")
	}
}

// A key that nears its end is replaced; what it signed is still checked by its certificate.
func TestKeysAreRenewed(t *testing.T) {
	w := setup(t, false)
	_, first := w.document(t, w.Service)
	later := w.another(t, 0, today.Add(keyLasts-keyRenewsAt+4*time.Hour))
	_, second := w.document(t, later)
	if first.Signer.Equal(second.Signer) {
		t.Error("the old key still signs")
	}
	published, err := later.SigningCertificates(t.Context())
	if err != nil || len(published) != 2 || !published[0].Equal(second.Signer) || !published[1].Equal(first.Signer) {
		t.Errorf("published are %d, %v", len(published), err)
	}
}

// Whoever lost the installation's secret goes on with a new key; what the old one signed is still checked by it.
func TestLostSecret(t *testing.T) {
	w := setup(t, false)
	_, first := w.document(t, w.Service)
	after := w.another(t, 1, today.Add(3*time.Hour+foreignKeyRests))
	_, second := w.document(t, after)
	published, err := after.SigningCertificates(t.Context())
	if err != nil || len(published) != 2 || !published[0].Equal(second.Signer) || !published[1].Equal(first.Signer) {
		t.Errorf("published are %d, %v", len(published), err)
	}
}

// Without a secret no document is made.
func TestNoSecret(t *testing.T) {
	w := setup(t, false)
	who, event := w.complete(t, w.department, 845)
	c := w.issue(t, who, event)
	w.keys = keyring{}
	if _, _, err := w.FindDocument(t.Context(), who, c.ID); !errors.Is(err, errNoKeys) {
		t.Errorf("got %v", err)
	}
	if n := w.count(t, `SELECT count(*) FROM certificate.documents`); n != 0 {
		t.Errorf("%d documents are kept", n)
	}
}

// The operator's key signs instead of ours while it is given.
func TestGivenKey(t *testing.T) {
	w := setup(t, false)
	key, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	form := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Sở Khoa học và Công nghệ"}, NotBefore: today, NotAfter: today.AddDate(1, 0, 0)}
	raw, err := x509.CreateCertificate(rand.Reader, form, form, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	own, err := x509.ParseCertificate(raw)
	if err != nil {
		t.Fatal(err)
	}
	w.SignWith(pades.Identity{Key: key, Chain: []*x509.Certificate{own}})
	for range 2 {
		if _, s := w.document(t, w.Service); !s.Signer.Equal(own) {
			t.Errorf("signed by %s", s.Signer.Subject)
		}
	}
	_, s := w.document(t, w.another(t, 0, today))
	if s.Signer.Equal(own) {
		t.Error("the operator's key signs although it was taken away")
	}
	if n := w.count(t, `SELECT count(*) FROM certificate.signing_keys WHERE sealed IS NULL AND retired_at IS NOT NULL`); n != 1 {
		t.Errorf("%d keys of the operator are noted", n)
	}
}
