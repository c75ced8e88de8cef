package media

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"net/url"
	"strconv"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/fault"
)

// Signer makes the addresses of media and checks them. An address names one file and works for a while: whoever may
// see a lesson is given those of its files, and nobody makes one of an id alone. Being signed in is asked for beside it.
type Signer struct {
	key []byte
	now func() time.Time
}

// Addresses expire at the ends of steps, one to two steps away: until then they stay the same, so that browsers find
// again what they keep.
const addressStep = 12 * time.Hour

// NewSigner derives the key of addresses from the installation's secret.
func NewSigner(secret []byte, now func() time.Time) (Signer, error) {
	key, err := hkdf.Key(sha256.New, secret, nil, "taphuan media addresses", 32)
	return Signer{key: key, now: now}, err
}

// Address is where a file is fetched from; playlist is the name of a playlist of the file, such as master.m3u8, or
// empty for its bytes.
func (s Signer) Address(file uuid.UUID, playlist string) string {
	path := "/media/" + file.String()
	if playlist != "" {
		path += "/" + playlist
	}
	return path + "?" + s.Query(file)
}

// Query is the part of an address that makes it work: expiry and signature.
func (s Signer) Query(file uuid.UUID) string {
	expires := s.now().Truncate(addressStep).Add(2 * addressStep).Unix()
	return url.Values{"e": {strconv.FormatInt(expires, 10)}, "s": {s.sign(file, expires)}}.Encode()
}

// Check says how long an address of a file still works; fault.ErrNotFound when it does not, without saying why.
func (s Signer) Check(file uuid.UUID, query url.Values) (left time.Duration, err error) {
	expires, err := strconv.ParseInt(query.Get("e"), 10, 64)
	if err != nil || !hmac.Equal([]byte(s.sign(file, expires)), []byte(query.Get("s"))) {
		return 0, fault.ErrNotFound
	}
	if left = time.Unix(expires, 0).Sub(s.now()); left <= 0 {
		return 0, fault.ErrNotFound
	}
	return left, nil
}

func (s Signer) sign(file uuid.UUID, expires int64) string {
	h := hmac.New(sha256.New, s.key)
	h.Write(file[:])
	_ = binary.Write(h, binary.BigEndian, expires) // a hash takes everything
	return base64.RawURLEncoding.EncodeToString(h.Sum(nil)[:16])
}
