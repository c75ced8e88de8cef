package pades

import (
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"testing"

	pkcs12 "software.sslmate.com/src/go-pkcs12"
)

func TestReadPKCS12(t *testing.T) {
	t.Parallel()
	for kind, key := range keys(t) {
		by := identity(t, kind, key)
		file, err := pkcs12.Modern2023.Encode(key, by.Chain[0], nil, "mật khẩu")
		if err != nil {
			t.Fatal(err)
		}
		read, err := ReadPKCS12(file, "mật khẩu")
		if err != nil {
			t.Fatal(err)
		}
		signed, err := Sign(t.Context(), page(t), read, Act{At: day})
		if err != nil {
			t.Fatal(err)
		}
		if all, err := Signatures(signed); err != nil || len(all) != 1 || all[0].Broken != nil || !all[0].Signer.Equal(by.Chain[0]) {
			t.Errorf("%s: %+v, %v", kind, all, err)
		}
		if _, err := ReadPKCS12(file, "another"); err == nil {
			t.Errorf("%s: another password opens the file", kind)
		}
	}
	_, strange, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	file, err := pkcs12.Modern2023.Encode(strange, identity(t, "x", strange).Chain[0], nil, "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ReadPKCS12(file, ""); !errors.Is(err, ErrKey) {
		t.Errorf("a key of another kind: %v", err)
	}
	if _, err := ReadPKCS12([]byte("no file"), ""); err == nil {
		t.Error("what is no file is read")
	}
}
