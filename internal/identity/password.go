package identity

import (
	"bufio"
	"bytes"
	"context"
	_ "embed"
	"runtime"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/alexedwards/argon2id"
	"golang.org/x/sync/semaphore"
	"golang.org/x/text/unicode/norm"

	"taphuan/internal/fault"
	"taphuan/internal/vietnamese"
)

const (
	passwordMin = 10  // characters
	passwordMax = 128 // characters
	hashWait    = 10 * time.Second
)

var hashParams = &argon2id.Params{Memory: 19 * 1024, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}

// hasher computes argon2id hashes, as many at once as there are processors: each takes 19 MiB.
type hasher struct {
	params *argon2id.Params
	slots  *semaphore.Weighted
	dummy  string // compared with when there is nothing to compare with, so that it takes as long
}

func newHasher(params *argon2id.Params) (*hasher, error) {
	dummy, err := argon2id.CreateHash(newOneTimePassword(), params)
	return &hasher{params: params, slots: semaphore.NewWeighted(int64(runtime.GOMAXPROCS(0))), dummy: dummy}, err
}

func (h *hasher) hash(ctx context.Context, password string) (string, error) {
	if err := h.enter(ctx); err != nil {
		return "", err
	}
	defer h.slots.Release(1)
	return argon2id.CreateHash(norm.NFC.String(password), h.params)
}

// matches compares a password with a hash. An empty hash matches nothing and takes as long.
func (h *hasher) matches(ctx context.Context, password, hash string) (bool, error) {
	if err := h.enter(ctx); err != nil {
		return false, err
	}
	defer h.slots.Release(1)
	compared := hash
	if hash == "" {
		compared = h.dummy
	}
	ok, err := argon2id.ComparePasswordAndHash(norm.NFC.String(password), compared)
	return ok && hash != "", err
}

// enter waits for a free processor. Error: fault.ErrUnavailable after 10 s.
func (h *hasher) enter(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, hashWait)
	defer cancel()
	if err := h.slots.Acquire(ctx, 1); err != nil {
		return fault.ErrUnavailable.Because(err)
	}
	return nil
}

// checkNewPassword returns fault.ErrInvalid at the given field when the password breaks the policy.
func checkNewPassword(field, password, username string) error {
	n := utf8.RuneCountInString(norm.NFC.String(password))
	switch {
	case n < passwordMin:
		return fault.ErrInvalid.At(field, "too_short", textPasswordShort)
	case n > passwordMax || strings.ContainsRune(password, 0):
		return fault.ErrInvalid.At(field, "too_long", textPasswordLong)
	case vietnamese.Fold(password) == vietnamese.Fold(username):
		return fault.ErrInvalid.At(field, "is_username", textPasswordName)
	case isCommonPassword(password):
		return fault.ErrInvalid.At(field, "common", textPasswordCommon)
	}
	return nil
}

//go:embed common_passwords.txt
var commonText []byte

var commonPasswords = sync.OnceValue(func() map[string]bool {
	set := map[string]bool{}
	lines := bufio.NewScanner(bytes.NewReader(commonText))
	for lines.Scan() {
		if line := strings.TrimSpace(lines.Text()); line != "" && !strings.HasPrefix(line, "#") {
			set[line] = true
		}
	}
	return set
})

// isCommonPassword looks the password up as it is and without what people add to the same old
// word: capitals, accents, figures and signs around it, @ for a.
func isCommonPassword(password string) bool {
	plain := strings.ReplaceAll(vietnamese.Fold(password), " ", "")
	for _, form := range []string{plain, strings.NewReplacer("@", "a", "$", "s").Replace(plain)} {
		core := strings.TrimFunc(form, func(r rune) bool { return !unicode.IsLetter(r) })
		if commonPasswords()[form] || commonPasswords()[core] {
			return true
		}
	}
	return false
}
