package certificate

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/certificate/render"
	"taphuan/internal/fault"
	"taphuan/internal/pades"
)

// office is a key that is not the platform's.
func office(t *testing.T) pades.Identity {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	form := &x509.Certificate{SerialNumber: big.NewInt(7), Subject: pkix.Name{CommonName: "Công an tỉnh Quảng Ngãi"}, NotBefore: today, NotAfter: today.AddDate(5, 0, 0)}
	raw, err := x509.CreateCertificate(rand.Reader, form, form, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	own, err := x509.ParseCertificate(raw)
	if err != nil {
		t.Fatal(err)
	}
	return pades.Identity{Key: key, Chain: []*x509.Certificate{own}}
}

func signedBy(t *testing.T, by pades.Identity, pdf []byte) []byte {
	t.Helper()
	signed, err := pades.Sign(t.Context(), pdf, by, pades.Act{At: today.Add(5 * time.Hour), Name: "Văn thư"})
	if err != nil {
		t.Fatal(err)
	}
	return signed
}

// TestSignedFileIsKept: a file that continues ours by the office's signature becomes the holder's copy, and both signatures hold.
func TestSignedFileIsKept(t *testing.T) {
	w := setup(t, false)
	who, event := w.complete(t, w.department, 845)
	c := w.issue(t, who, event)
	keeper := registrar(w.police)
	_, original, err := w.FindOriginal(t.Context(), keeper, c.ID)
	if err != nil {
		t.Fatal(err)
	}
	file := signedBy(t, office(t), original)
	f, err := w.KeepSignedFile(t.Context(), keeper, c.ID, file, false)
	if err != nil || !f.Continues || len(f.Differences) != 0 || len(f.Signatures) != 2 || !f.Signatures[0].Platform || f.Signatures[1].Platform || f.Signatures[1].Name != "Công an tỉnh Quảng Ngãi" {
		t.Fatalf("%+v, %v", f, err)
	}
	if _, pdf, err := w.FindDocument(t.Context(), who, c.ID); err != nil || !bytes.Equal(pdf, file) {
		t.Errorf("the holder does not get the signed file: %v", err)
	}
	if v, err := w.Verify(t.Context(), c.Code); err != nil || !strings.Contains(v.FileHashes, fmt.Sprintf("%x", f.Hash)) || !strings.Contains(v.FileHashes, fmt.Sprintf("%x", sha256.Sum256(original))) {
		t.Errorf("strangers cannot tell the signed file or the original: %q, %v", v.FileHashes, err)
	}
	if found, err := w.FindSignedFile(t.Context(), keeper, c.ID); err != nil || found == nil || !bytes.Equal(found.Hash, f.Hash) || found.PDF != nil {
		t.Errorf("%+v, %v", found, err)
	}
	if v, err := w.Verify(t.Context(), c.Code); err != nil || v.SignedBy != "Công an tỉnh Quảng Ngãi" {
		t.Errorf("strangers read that %q signed, %v", v.SignedBy, err)
	}
	if _, again, err := w.FindOriginal(t.Context(), keeper, c.ID); err != nil || !bytes.Equal(again, original) {
		t.Errorf("the original is gone: %v", err)
	}
	if n := w.count(t, `SELECT count(*) FROM audit.entries WHERE action = 'keep_signed_certificate' AND object_id = ?`, c.ID); n != 1 {
		t.Errorf("%d entries in the log", n)
	}
	w.act(t, proposal(c.ID, Reissue))
	if _, pdf, err := w.FindDocument(t.Context(), who, c.ID); err != nil || bytes.Equal(pdf, file) {
		t.Errorf("the new copy is still the signed file of the old one: %v", err)
	}
}

// TestSignedFileDiffers: where the office made the file anew, every fact that is missing and everything beside is listed, and
// kept only when it was accepted.
func TestSignedFileDiffers(t *testing.T) {
	w := setup(t, false)
	who, event := w.complete(t, w.department, 845)
	c := w.issue(t, who, event)
	keeper := registrar(w.police)
	facts := w.printed(c)
	facts.Name = "Đinh Thị Hrê Uơm"
	other, err := render.Certificate(facts, render.TealGold())
	if err != nil {
		t.Fatal(err)
	}
	file := signedBy(t, office(t), other)
	f, err := w.KeepSignedFile(t.Context(), keeper, c.ID, file, false)
	if !errors.Is(err, ErrSignedDiffers) || f.Continues || len(f.Differences) != 2 || f.Differences[0].Fact != c.Facts.Name || f.Differences[1].Added != "Uơm" {
		t.Fatalf("%+v, %v", f.Differences, err)
	}
	if _, pdf, _ := w.FindDocument(t.Context(), who, c.ID); bytes.Equal(pdf, file) {
		t.Error("the file was kept")
	}
	same := signedBy(t, office(t), mustDraw(t, w.printed(c)))
	if f, err := w.CheckSignedFile(t.Context(), keeper, c.ID, same); err != nil || f.Continues || len(f.Differences) != 0 {
		t.Errorf("the same page made anew: %+v, %v", f.Differences, err)
	}
	if f, err := w.KeepSignedFile(t.Context(), keeper, c.ID, file, true); err != nil || len(f.Differences) != 2 {
		t.Errorf("accepted: %v", err)
	}
	if n := w.count(t, `SELECT jsonb_array_length(differences) FROM certificate.signed_files`); n != 2 {
		t.Errorf("%d differences are kept", n)
	}
}

func mustDraw(t *testing.T, facts render.Facts) []byte {
	t.Helper()
	pdf, err := render.Certificate(facts, render.TealGold())
	if err != nil {
		t.Fatal(err)
	}
	return pdf
}

func TestSignedFileRefused(t *testing.T) {
	w := setup(t, false)
	who, event := w.complete(t, w.department, 845)
	c := w.issue(t, who, event)
	keeper := registrar(w.police)
	_, original, err := w.FindOriginal(t.Context(), keeper, c.ID)
	if err != nil {
		t.Fatal(err)
	}
	good := signedBy(t, office(t), original)
	flipped := bytes.Clone(good)
	flipped[bytes.LastIndex(flipped, []byte("/M(D:2026"))+6] ^= 1
	for name, x := range map[string]struct {
		file []byte
		want error
	}{
		"the original, unsigned by an office": {original, ErrNotSigned},
		"a file changed after it was signed":  {append(bytes.Clone(good), "\n% more\n"...), ErrSignatureBroken},
		"a flipped byte":                      {flipped, ErrSignatureBroken},
		"text":                                {[]byte("no PDF"), ErrSignedUnreadable},
		"half of it":                          {good[:len(good)/2], nil},
		"too large":                           {append([]byte("%PDF-"), make([]byte, MostSignedFile)...), ErrSignedUnreadable},
	} {
		if _, err := w.KeepSignedFile(t.Context(), keeper, c.ID, x.file, true); err == nil || x.want != nil && !errors.Is(err, x.want) {
			t.Errorf("%s: %v, want %v", name, err, x.want)
		}
	}
	focal := holding(access.FocalPoint, w.police)
	for name, who := range map[string]struct {
		access.Principal
		kind fault.Kind
	}{"another's registrar": {registrar(w.department), fault.NotFound}, "a focal point": {focal, fault.Forbidden}, "the holder": {who, fault.Forbidden}, "nobody": {access.Principal{}, fault.Unauthenticated}} {
		if _, err := w.KeepSignedFile(t.Context(), who.Principal, c.ID, good, true); fault.KindOf(err) != who.kind {
			t.Errorf("%s: %v", name, err)
		}
		if _, pdf, err := w.FindOriginal(t.Context(), who.Principal, c.ID); fault.KindOf(err) != who.kind || pdf != nil {
			t.Errorf("%s takes the original: %v", name, err)
		}
	}
	if _, err := w.CheckSignedFile(t.Context(), keeper, uuid.New(), good); fault.KindOf(err) != fault.NotFound {
		t.Errorf("a certificate that is none: %v", err)
	}
	w.act(t, proposal(c.ID, Revocation))
	if _, err := w.KeepSignedFile(t.Context(), keeper, c.ID, good, true); !errors.Is(err, ErrSignedState) {
		t.Errorf("a revoked certificate: %v", err)
	}
	if n := w.count(t, `SELECT count(*) FROM certificate.signed_files`); n != 0 {
		t.Errorf("%d files were kept", n)
	}
}

func FuzzFileText(f *testing.F) {
	f.Add([]byte("%PDF-1.7\n"))
	f.Fuzz(func(_ *testing.T, file []byte) {
		_, _ = fileText(context.Background(), file)
	})
}
