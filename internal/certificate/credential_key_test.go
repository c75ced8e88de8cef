package certificate

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"taphuan/internal/certificate/credential"
)

// The QR code on the paper carries what the verification page says, signed: a reader that shares nothing with our code
// reads it, and the published keys prove it.
func TestPaperProvesItself(t *testing.T) {
	w := setup(t, false)
	for name, test := range map[string]struct {
		agency string
		unit   string
	}{"public unit": {"department", "Sở Khoa học và Công nghệ"}, "police": {"room", ""}} {
		agency := w.department
		if test.agency == "room" {
			agency = w.room
		}
		who, event := w.complete(t, agency, 845)
		c := w.issue(t, who, event)
		_, pdf, err := w.FindDocument(t.Context(), who, c.ID)
		if err != nil {
			t.Fatal(err)
		}
		keys, err := w.PublishedKeys(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		found, err := credential.Check(scan(t, pdf), keys, today)
		if err != nil || found.Verdict != credential.Valid {
			t.Fatalf("%s: %s, %v", name, found.Verdict, err)
		}
		f := found.Facts
		if f.Code != c.Code || f.Number != c.RegisterNumber || f.Name != "Đinh Thị Hrê Ươm" || f.Unit != test.unit || f.IssuedOn.String() != "23/11/2026" || f.ValidUntil.String() != "23/11/2028" || *f.Score != 845 {
			t.Errorf("%s: %+v", name, f)
		}
	}
}

// scan reads the QR code of a document as a phone would see it.
func scan(t *testing.T, pdf []byte) string {
	t.Helper()
	if _, err := exec.LookPath("zbarimg"); err != nil {
		t.Fatal("zbarimg is missing: install the packages of .ci/packages")
	}
	file := filepath.Join(t.TempDir(), "paper")
	if err := os.WriteFile(file+".pdf", pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("pdftoppm", "-r", "200", "-png", "-singlefile", file+".pdf", file).CombinedOutput(); err != nil {
		t.Fatalf("pdftoppm: %v\n%s", err, out)
	}
	out, err := exec.Command("zbarimg", "--quiet", "--raw", file+".png").Output()
	if err != nil {
		t.Fatalf("zbarimg: %v", err)
	}
	return strings.TrimSpace(string(out))
}

// Many servers that begin at once sign with one key, and it is sealed.
func TestServersShareTheCredentialKey(t *testing.T) {
	w := setup(t, false)
	var all sync.WaitGroup
	signers := make([]credential.Signer, 8)
	for i := range signers {
		s := w.another(t, 0, today)
		all.Go(func() {
			var err error
			if signers[i], err = s.CredentialSigner(context.Background()); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	for _, s := range signers {
		if !s.Private.Equal(signers[0].Private) {
			t.Fatal("two keys sign")
		}
	}
	if n := w.count(t, `SELECT count(*) FROM certificate.credential_keys WHERE position(? IN sealed) > 0`, signers[0].Private.Seed()); n != 0 {
		t.Error("the private half is not sealed")
	}
}

// A replaced key signs nothing more, its private half is gone, and what it signed is still proved; other servers follow
// within the time that they hold a key.
func TestCredentialKeyRotates(t *testing.T) {
	w := setup(t, false)
	who, event := w.complete(t, w.department, 845)
	c := w.issue(t, who, event)
	first, err := w.proof(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	other := w.another(t, 0, today.Add(3*time.Hour))
	before, err := other.CredentialSigner(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	id, err := w.RotateCredentialKey(t.Context(), false)
	if err != nil || id == before.KeyID() {
		t.Fatalf("%s, %v", id, err)
	}
	if n := w.count(t, `SELECT count(*) FROM certificate.credential_keys WHERE retired_at IS NOT NULL AND sealed IS NULL`); n != 1 {
		t.Errorf("%d retired keys without a private half", n)
	}
	later := today.Add(3*time.Hour + credentialKeyHeld)
	other.now = func() time.Time { return later }
	if after, err := other.CredentialSigner(t.Context()); err != nil || after.KeyID() != id {
		t.Errorf("the other server signs with %s, %v; want %s", after.KeyID(), err, id)
	}
	keys, err := w.PublishedKeys(t.Context())
	if err != nil || len(keys.Keys) != 2 || keys.Keys[0].ID() != id {
		t.Fatalf("published are %+v, %v", keys, err)
	}
	if found, err := credential.Check(first, keys, today); err != nil || found.Verdict != credential.Valid {
		t.Errorf("what the old key signed is %s, %v", found.Verdict, err)
	}
	second, err := w.proof(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	if found, err := credential.Check(second, keys, today); err != nil || found.Verdict != credential.Valid || found.KeyID != id {
		t.Errorf("what the new key signed is %+v, %v", found, err)
	}
}

// A key that others may have proves nothing any more.
func TestLeakedCredentialKey(t *testing.T) {
	w := setup(t, false)
	who, event := w.complete(t, w.department, 845)
	proof, err := w.proof(t.Context(), w.issue(t, who, event))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.RotateCredentialKey(t.Context(), true); err != nil {
		t.Fatal(err)
	}
	keys, err := w.PublishedKeys(t.Context())
	if err != nil || len(keys.Keys) != 1 {
		t.Fatalf("published are %+v, %v", keys, err)
	}
	if found, err := credential.Check(proof, keys, today); err != nil || found.Verdict != credential.UnknownKey {
		t.Errorf("%s, %v", found.Verdict, err)
	}
}

// A key signs two years; whoever lost the installation's secret goes on with a new one.
func TestCredentialKeyIsRenewed(t *testing.T) {
	w := setup(t, false)
	first, err := w.CredentialSigner(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ids := map[string]bool{first.KeyID(): true}
	for _, s := range []*Service{w.another(t, 0, today.Add(credentialKeySigns+4*time.Hour)), w.another(t, 1, today.Add(credentialKeySigns+5*time.Hour))} {
		by, err := s.CredentialSigner(t.Context())
		if err != nil || ids[by.KeyID()] {
			t.Errorf("%s signs still, %v", by.KeyID(), err)
		}
		ids[by.KeyID()] = true
	}
	if n := w.count(t, `SELECT count(*) FROM certificate.credential_keys`); n != 3 {
		t.Errorf("%d keys", n)
	}
}

// Two servers with two secrets do not go on replacing each other's keys.
func TestServersWithTwoSecrets(t *testing.T) {
	w := setup(t, false)
	if _, err := w.CredentialSigner(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := w.another(t, 1, today.Add(3*time.Hour+time.Minute)).CredentialSigner(t.Context()); !errors.Is(err, errForeignKey) {
		t.Errorf("got %v", err)
	}
	if n := w.count(t, `SELECT count(*) FROM certificate.credential_keys`); n != 1 {
		t.Errorf("%d keys", n)
	}
}
