package identity

import (
	"bytes"
	"testing"

	"github.com/google/uuid"
)

func TestShortSecretsAreRefused(t *testing.T) {
	t.Parallel()
	for _, length := range []int{0, 2, 31} {
		if _, err := NewKeys(make([]byte, length)); err == nil {
			t.Errorf("a secret of %d bytes is taken", length)
		}
	}
}

func TestSealedSecretsOpenForTheirOwnerAlone(t *testing.T) {
	t.Parallel()
	k, err := NewKeys(bytes.Repeat([]byte{7}, 32))
	must(t, err)
	me, other := uuid.New(), uuid.New()
	sealed := k.sealing.Seal(me, []byte("secret"))
	if plain, err := k.sealing.Open(me, sealed); err != nil || string(plain) != "secret" {
		t.Fatal(err)
	}
	if _, err := k.sealing.Open(other, sealed); err == nil {
		t.Error("opens for somebody else")
	}
	if _, err := k.sealing.Open(me, sealed[:5]); err == nil {
		t.Error("opens although cut")
	}
	if bytes.Equal(mac(k.oneTime, []byte("ab"), []byte("c")), mac(k.oneTime, []byte("a"), []byte("bc"))) {
		t.Error("parts of a MAC run together")
	}
}
