package doctor

import (
	"fmt"
	"time"

	"taphuan/internal/app"
)

// keyEnds is how long before its end a signing key is warned about: a new one takes weeks to get.
const keyEnds = 90 * 24 * time.Hour

// signingKey tells about the key of an operator that signs documents; nothing when the platform makes its own.
func (m Machine) signingKey() Finding {
	path := m.Config.SigningKeyFile
	if path == "" {
		return Finding{}
	}
	key, err := app.OpenSigningKey(m.Config)
	if err != nil {
		return fail("signing key", path+": "+err.Error(), "check SIGNING_KEY_FILE and SIGNING_KEY_PASSWORD: a PKCS#12 file that the account running taphuan may read")
	}
	own := key.Chain[0]
	text := fmt.Sprintf("%s signs for %s until %s", path, own.Subject.CommonName, own.NotAfter.Format(time.DateOnly))
	switch now := m.Now(); {
	case now.Before(own.NotBefore):
		return fail("signing key", fmt.Sprintf("%s is not valid before %s", path, own.NotBefore.Format(time.DateOnly)), "set the clock, or use another key")
	case now.After(own.NotAfter):
		return fail("signing key", fmt.Sprintf("%s ended on %s", path, own.NotAfter.Format(time.DateOnly)), "put a new key there, or unset SIGNING_KEY_FILE: the platform then makes its own")
	case now.Add(keyEnds).After(own.NotAfter):
		return warn("signing key", text, "ask for a new key now")
	}
	return ok("signing key", "%s", text)
}
