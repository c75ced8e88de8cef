package identity

import (
	"context"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// DeviceLife is how long a browser stays known to the people who signed in on it.
const DeviceLife = 180 * 24 * time.Hour

// maxDevices is how many browsers are kept per person.
const maxDevices = 20

// knowsDevice reports whether the person has signed in before in the browser that holds the token.
func knowsDevice(ctx context.Context, tx bun.IDB, person uuid.UUID, deviceHash []byte) (bool, error) {
	var known bool
	err := tx.NewRaw(`SELECT EXISTS (SELECT FROM identity.devices WHERE hash = ? AND person_id = ?)`, deviceHash, person).Scan(ctx, &known)
	return known, err
}

// rememberDeviceTx notes that the person has signed in in this browser and returns the token that it
// keeps: the one it has when we gave it (a shared computer knows several people), else a new one.
func (s *Service) rememberDeviceTx(ctx context.Context, tx bun.IDB, person uuid.UUID, token string) (string, error) {
	hash, ok := tokenHash(token)
	if ok {
		err := tx.NewRaw(`SELECT EXISTS (SELECT FROM identity.devices WHERE hash = ?)`, hash).Scan(ctx, &ok)
		if err != nil {
			return "", err
		}
	}
	if !ok {
		token = newSecretToken()
		hash, _ = tokenHash(token)
	}
	_, err := tx.ExecContext(ctx, `INSERT INTO identity.devices (hash, person_id, last_seen_at) VALUES (?, ?, ?)
		ON CONFLICT (hash, person_id) DO UPDATE SET last_seen_at = excluded.last_seen_at`, hash, person, s.now())
	if err != nil {
		return "", err
	}
	_, err = tx.ExecContext(ctx, `DELETE FROM identity.devices WHERE person_id = ? AND hash IN
		(SELECT hash FROM identity.devices WHERE person_id = ? ORDER BY last_seen_at DESC, hash OFFSET ?)`, person, person, maxDevices)
	return token, err
}

var browsers = []struct{ mark, name string }{
	{"Edg/", "Edge"}, {"coc_coc", "Cốc Cốc"}, {"OPR/", "Opera"}, {"SamsungBrowser/", "Samsung Internet"},
	{"Firefox/", "Firefox"}, {"FxiOS/", "Firefox"}, {"CriOS/", "Chrome"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"},
}

var systems = []struct{ mark, name string }{
	{"Android", "Android"}, {"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Windows", "Windows"},
	{"CrOS", "ChromeOS"}, {"Mac OS X", "macOS"}, {"Linux", "Linux"},
}

// describeDevice says in a few words what a User-Agent header is: "Chrome trên Windows". Nothing of
// the header itself is kept.
func describeDevice(userAgent string) string {
	browser, system := "Trình duyệt", "thiết bị khác"
	for _, b := range browsers {
		if strings.Contains(userAgent, b.mark) {
			browser = b.name
			break
		}
	}
	for _, s := range systems {
		if strings.Contains(userAgent, s.mark) {
			system = s.name
			break
		}
	}
	return browser + " trên " + system
}
