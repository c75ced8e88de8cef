package identity

import (
	"crypto/rand"
	"math/big"
	"strings"

	"github.com/google/uuid"
)

// slipAlphabet has no letter that is mistaken for another in print (0 O, 1 I L) and none from which
// Telex or VNI makes a Vietnamese letter (vowels, D, W): what is typed is what arrives.
const slipAlphabet = "BCFGHJKMNPQRSTVXZ23456789"

// slipLength gives 12 * log2(25) = 55.7 bits.
const slipLength = 12

// newOneTimePassword returns a random password in groups of four: "K7MP-3QXB-9RTC".
func newOneTimePassword() string {
	var b strings.Builder
	size := big.NewInt(int64(len(slipAlphabet)))
	for i := range slipLength {
		if i > 0 && i%4 == 0 {
			b.WriteByte('-')
		}
		n, err := rand.Int(rand.Reader, size)
		if err != nil {
			panic(err) // crypto/rand never fails on the systems we run on
		}
		b.WriteByte(slipAlphabet[n.Int64()])
	}
	return b.String()
}

// slipForm undoes what people change when they type from paper: case, spaces and hyphens.
func slipForm(typed string) string {
	return strings.Map(func(r rune) rune {
		if r == ' ' || r == '-' || r == '–' {
			return -1
		}
		return r
	}, strings.ToUpper(typed))
}

func (k Keys) oneTimeHash(person uuid.UUID, typed string) []byte {
	return mac(k.oneTime, person[:], []byte(slipForm(typed)))
}

func (k Keys) recoveryHash(person uuid.UUID, typed string) []byte {
	return mac(k.recovery, person[:], []byte(slipForm(typed)))
}
