package certificate

import (
	"crypto/rand"
	"encoding/base32"
	"strings"
)

// letters are what a verification code is written in: none is mistaken for another.
const letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// codeLength is how many of them carry 128 bits.
const codeLength = 26

var codeEncoding = base32.NewEncoding(letters).WithPadding(base32.NoPadding)

// newCode returns 128 random bits as a verification code.
func newCode() string {
	bits := make([]byte, 16)
	rand.Read(bits)
	return codeEncoding.EncodeToString(bits)
}

var lookalikes = strings.NewReplacer("O", "0", "I", "1", "L", "1")

// CleanCode returns what a person meant by a code that they typed: capital letters and digits
// alone, lookalikes made what they stand for. It keeps at most 40 of them.
func CleanCode(typed string) string {
	if len(typed) > 200 {
		typed = typed[:200]
	}
	code := strings.Map(func(r rune) rune {
		if strings.ContainsRune(letters, r) {
			return r
		}
		return -1
	}, lookalikes.Replace(strings.ToUpper(typed)))
	return code[:min(len(code), 40)]
}
