package seal

import (
	"bytes"
	"testing"

	"github.com/google/uuid"
)

func TestBox(t *testing.T) {
	t.Parallel()
	box := func(secret byte, purpose string) *Box {
		b, err := New(bytes.Repeat([]byte{secret}, 32), purpose)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	own, owner, plain := box(1, "a"), uuid.New(), []byte("a private key")
	sealed := own.Seal(owner, plain)
	if opened, err := own.Open(owner, sealed); err != nil || !bytes.Equal(opened, plain) || bytes.Contains(sealed, plain) {
		t.Errorf("opened %q, %v", opened, err)
	}
	if bytes.Equal(sealed, own.Seal(owner, plain)) {
		t.Error("sealed twice it is the same")
	}
	flipped := bytes.Clone(sealed)
	flipped[len(flipped)-1] ^= 1
	for name, open := range map[string]func() ([]byte, error){
		"another owner":   func() ([]byte, error) { return own.Open(uuid.New(), sealed) },
		"another secret":  func() ([]byte, error) { return box(2, "a").Open(owner, sealed) },
		"another purpose": func() ([]byte, error) { return box(1, "b").Open(owner, sealed) },
		"a flipped byte":  func() ([]byte, error) { return own.Open(owner, flipped) },
		"cut":             func() ([]byte, error) { return own.Open(owner, sealed[:5]) },
		"nothing":         func() ([]byte, error) { return own.Open(owner, nil) },
	} {
		if _, err := open(); err == nil {
			t.Errorf("%s opens it", name)
		}
	}
}
