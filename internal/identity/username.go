package identity

import (
	"strconv"
	"strings"
	"unicode"

	"taphuan/internal/fault"
	"taphuan/internal/vietnamese"
)

const (
	usernameMin = 3
	usernameMax = 64
)

// ProposeUsername makes a username from a full name as people here do: the given name, then the
// initials of the rest. "Nguyễn Thị Thu Hằng" becomes "hangntt". A name of no use gives "hocvien".
func ProposeUsername(fullName string) string {
	words := strings.FieldsFunc(vietnamese.Fold(fullName), func(r rune) bool { return !isUsernameRune(r) })
	if len(words) == 0 {
		return "hocvien"
	}
	var b strings.Builder
	b.WriteString(words[len(words)-1])
	for _, w := range words[:len(words)-1] {
		b.WriteByte(w[0])
	}
	for b.Len() < usernameMin {
		b.WriteByte('0')
	}
	name := b.String()
	return name[:min(len(name), 40)]
}

func validUsername(username string) error {
	key := vietnamese.Fold(username)
	if n := len(key); n < usernameMin || n > usernameMax || len([]rune(username)) > usernameMax || strings.ContainsFunc(username, unicode.IsControl) || strings.IndexFunc(key, func(r rune) bool { return !isUsernameRune(r) }) >= 0 {
		return fault.ErrInvalid.At("username", "username", textUsernameShape)
	}
	return nil
}

func isUsernameRune(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || strings.ContainsRune("._-@", r)
}

// numbered returns the username with a number behind it, cut so that it still fits.
func numbered(username string, number int) string {
	suffix := strconv.Itoa(number)
	runes := []rune(username)
	return string(runes[:min(len(runes), usernameMax-len(suffix))]) + suffix
}
