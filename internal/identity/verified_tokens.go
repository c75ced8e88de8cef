package identity

import (
	"sync"
	"time"

	"github.com/google/uuid"
)

// verifiedTokens are access tokens whose signature was found good. A page asks a dozen times with the same one and a
// film a hundred times; checking each again was a seventh of the work of serving a film. Only the signature is taken
// from here: the token's end and its session are looked at every time.
type verifiedTokens struct {
	mu   sync.RWMutex
	list map[string]verifiedToken
}

// verifiedToken is what a token says.
type verifiedToken struct {
	person, session uuid.UUID
	expires         time.Time
}

// maxVerified bounds them: some 6 MiB of tokens of five minutes.
const maxVerified = 10_000

// find returns what a token says that was verified before and holds at this moment.
func (v *verifiedTokens) find(token string, now time.Time) (verifiedToken, bool) {
	v.mu.RLock()
	defer v.mu.RUnlock()
	found, known := v.list[token]
	return found, known && now.Before(found.expires)
}

// note keeps a verified token; a full list begins anew.
func (v *verifiedTokens) note(token string, said verifiedToken) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.list == nil || len(v.list) >= maxVerified {
		v.list = make(map[string]verifiedToken)
	}
	v.list[token] = said
}
