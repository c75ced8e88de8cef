package pades

import (
	"bytes"
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"codeberg.org/go-pdf/fpdf"
)

var day = time.Date(2026, 12, 1, 2, 3, 4, 0, time.UTC)

// page is a file of one page.
func page(t *testing.T) []byte {
	t.Helper()
	pdf := fpdf.New("L", "mm", "A4", "")
	pdf.SetCompression(false)
	pdf.AddPage()
	pdf.SetFont("Helvetica", "", 20)
	pdf.Text(20, 20, "one page")
	var b bytes.Buffer
	if err := pdf.Output(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func identity(t *testing.T, name string, key crypto.Signer) Identity {
	t.Helper()
	form := &x509.Certificate{SerialNumber: big.NewInt(7), Subject: pkix.Name{CommonName: name, Country: []string{"VN"}},
		NotBefore: day.AddDate(0, -1, 0), NotAfter: day.AddDate(5, 0, 0), KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment}
	raw, err := x509.CreateCertificate(rand.Reader, form, form, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	own, err := x509.ParseCertificate(raw)
	if err != nil {
		t.Fatal(err)
	}
	return Identity{Key: key, Chain: []*x509.Certificate{own}}
}

func keys(t *testing.T) map[string]crypto.Signer {
	t.Helper()
	curve, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	classic, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	return map[string]crypto.Signer{"ECDSA": curve, "RSA": classic}
}

func TestSign(t *testing.T) {
	t.Parallel()
	plain := page(t)
	for kind, key := range keys(t) {
		by := identity(t, "Nền tảng Tập Huấn", key)
		signed, err := Sign(t.Context(), plain, by, Act{At: day, Name: "Tập Huấn", Reason: "Bảo đảm nguồn gốc"})
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.HasPrefix(signed, plain) {
			t.Errorf("%s: what was there before has changed", kind)
		}
		all, err := Signatures(signed)
		if err != nil || len(all) != 1 {
			t.Fatalf("%s: %d signatures, %v", kind, len(all), err)
		}
		s := all[0]
		if s.Broken != nil || !s.Whole || s.Covers != int64(len(signed)) || !s.ClaimedAt.Equal(day) || !s.Signer.Equal(by.Chain[0]) {
			t.Errorf("%s: read %+v", kind, s)
		}
		outsiders(t, kind, signed, 1)
	}
}

// Others may sign after us: both signatures stay valid, the first no longer covers the whole file.
func TestSignTwice(t *testing.T) {
	t.Parallel()
	signed := page(t)
	for name, key := range keys(t) {
		var err error
		if signed, err = Sign(t.Context(), signed, identity(t, name, key), Act{At: day}); err != nil {
			t.Fatal(err)
		}
	}
	all, err := Signatures(signed)
	if err != nil || len(all) != 2 || all[0].Broken != nil || all[1].Broken != nil || all[0].Whole || !all[1].Whole {
		t.Errorf("read %+v, %v", all, err)
	}
	outsiders(t, "both", signed, 2)
}

// outsiders has programs that are not ours judge a signed file: qpdf its form, pdfsig its signatures.
func outsiders(t *testing.T, kind string, signed []byte, signatures int) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "signed.pdf")
	if err := os.WriteFile(path, signed, 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("qpdf", "--check", path).CombinedOutput(); err != nil {
		t.Errorf("%s: qpdf: %v\n%s", kind, err, out)
	}
	out, err := exec.Command("pdfsig", "-nocert", path).CombinedOutput()
	if err != nil || strings.Count(string(out), "Signature is Valid") != signatures || !strings.Contains(string(out), "ETSI.CAdES.detached") ||
		!strings.Contains(string(out), "Total document signed") {
		t.Errorf("%s: pdfsig: %v\n%s", kind, err, out)
	}
}

// Whatever byte of what was signed is flipped, the signature no longer fits.
func TestFlippedBytes(t *testing.T) {
	t.Parallel()
	key := keys(t)["ECDSA"]
	signed, err := Sign(t.Context(), page(t), identity(t, "x", key), Act{At: day})
	if err != nil {
		t.Fatal(err)
	}
	for _, where := range []string{"one page", "/AcroForm", "/MediaBox", "/M(D:2026"} {
		at := bytes.LastIndex(signed, []byte(where))
		if at < 0 {
			t.Fatalf("%s is not in the file", where)
		}
		flipped := bytes.Clone(signed)
		flipped[at+len(where)-1] ^= 1
		all, err := Signatures(flipped)
		if err == nil && len(all) == 1 && all[0].Broken == nil {
			t.Errorf("a flipped byte of %s is not noticed", where)
		}
	}
	at := bytes.LastIndex(signed, []byte("/Contents<")) + 300
	flipped := bytes.Clone(signed)
	flipped[at] = map[bool]byte{true: 'b', false: 'a'}[flipped[at] == 'a']
	if all, err := Signatures(flipped); err == nil && len(all) == 1 && all[0].Broken == nil {
		t.Error("a changed signature is not noticed")
	}
	path := filepath.Join(t.TempDir(), "flipped.pdf")
	copy(flipped, signed)
	flipped[bytes.Index(signed, []byte("one page"))] ^= 1
	if err := os.WriteFile(path, flipped, 0o600); err != nil {
		t.Fatal(err)
	}
	if out, _ := exec.Command("pdfsig", "-nocert", path).CombinedOutput(); !strings.Contains(string(out), "Digest Mismatch") {
		t.Errorf("pdfsig says of a flipped byte:\n%s", out)
	}
}

func TestRefused(t *testing.T) {
	t.Parallel()
	_, strange, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	plain := page(t)
	if _, err := Sign(t.Context(), plain, identity(t, "x", strange), Act{At: day}); !errors.Is(err, ErrKey) {
		t.Errorf("a key of another kind: %v", err)
	}
	by := identity(t, "x", keys(t)["ECDSA"])
	for name, file := range map[string][]byte{"nothing": nil, "text": []byte("no PDF at all"), "half": plain[:len(plain)/2],
		"no table": bytes.ReplaceAll(plain, []byte("\nxref\n"), []byte("\nxxxx\n"))} {
		if _, err := Sign(t.Context(), file, by, Act{At: day}); !errors.Is(err, ErrFile) {
			t.Errorf("%s: %v", name, err)
		}
	}
	failing := func(context.Context, []byte) ([]byte, error) { return nil, context.DeadlineExceeded }
	if _, err := Sign(t.Context(), plain, by, Act{At: day, Stamp: failing}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a failing time stamp: %v", err)
	}
}

func FuzzSignatures(f *testing.F) {
	f.Add([]byte("%PDF-1.7\n/ByteRange [0 20 30 5]<00>"))
	f.Fuzz(func(t *testing.T, file []byte) {
		if all, err := Signatures(file); err == nil {
			for _, s := range all {
				if s.Broken == nil {
					t.Error("a made-up signature is good")
				}
			}
		}
		_, _ = open(file)
	})
}
