package identity

import (
	"bytes"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/google/uuid"
)

func TestKeysAreMadeOnceAndKeptPrivate(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "secret")
	var wg sync.WaitGroup
	kids := make([]string, 8)
	for i := range kids {
		wg.Go(func() {
			keys, err := OpenKeys(path)
			if err != nil {
				t.Error(err)
			}
			kids[i] = keys.kid
		})
	}
	wg.Wait()
	for _, kid := range kids {
		if kid != kids[0] || kid == "" {
			t.Fatalf("programs that start at once have different keys: %v", kids)
		}
	}
	info, err := os.Stat(path)
	must(t, err)
	if info.Mode().Perm() != 0o600 {
		t.Errorf("the secret's mode is %v", info.Mode())
	}
	left, err := os.ReadDir(filepath.Dir(path))
	must(t, err)
	if len(left) != 1 {
		t.Errorf("files left behind: %v", left)
	}
	must(t, os.Chmod(path, 0o644))
	if _, err := OpenKeys(path); err == nil {
		t.Error("a secret that everybody may read is taken")
	}
}

func TestWrongSecretsAreRefused(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{"short": "00ff", "empty": "", "no hexadecimal": "xyz"} {
		path := filepath.Join(t.TempDir(), "secret")
		must(t, os.WriteFile(path, []byte(text), 0o600))
		if _, err := OpenKeys(path); err == nil {
			t.Errorf("%s secret is taken", name)
		}
	}
}

func TestSealedSecretsOpenForTheirOwnerAlone(t *testing.T) {
	t.Parallel()
	k, err := NewKeys(bytes.Repeat([]byte{7}, 32))
	must(t, err)
	me, other := uuid.New(), uuid.New()
	sealed := k.seal(me, []byte("secret"))
	if plain, err := k.open(me, sealed); err != nil || string(plain) != "secret" {
		t.Fatal(err)
	}
	if _, err := k.open(other, sealed); err == nil {
		t.Error("opens for somebody else")
	}
	if _, err := k.open(me, sealed[:5]); err == nil {
		t.Error("opens although cut")
	}
	if bytes.Equal(mac(k.oneTime, []byte("ab"), []byte("c")), mac(k.oneTime, []byte("a"), []byte("bc"))) {
		t.Error("parts of a MAC run together")
	}
}
