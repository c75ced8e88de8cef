package slip

import (
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// ErrSlip is wrapped by every error about the content of a sheet; the text names slip and field.
var ErrSlip = errors.New("password slips")

// MaxSlips bounds one sheet.
const MaxSlips = 5000

// Slip (phiếu đăng nhập lần đầu) is one person's first sign-in on paper.
type Slip struct {
	Name     string
	Group    string // school class or unit: "Lớp 8A1", "Phòng Tổng hợp"; a new group starts a new page
	Username string
	Password string    // one-time password; letters and digits that cannot be confused
	Expires  time.Time // last moment the password works, shown in Vietnam time
}

// Meta is what all slips of a sheet share.
type Meta struct {
	Issuer    string    // school or agency that hands the slips out
	Address   string    // address to type, without a path: "taphuan.example.vn"
	PrintedAt time.Time // shown in Vietnam time
	Demo      bool      // prints the demonstration mark on every slip
}

// confusable are characters that people misread on paper; "-" may separate groups.
const confusable = "0O1Il"

func (s Slip) cleaned() Slip {
	s.Name, s.Group, s.Username = clean(s.Name), clean(s.Group), clean(s.Username)
	return s
}

func (s Slip) check() error {
	for _, rule := range []struct {
		field, text string
		most        int
	}{{"Name", s.Name, 100}, {"Group", s.Group, 120}, {"Username", s.Username, 64}, {"Password", s.Password, 24}} {
		if n := utf8.RuneCountInString(rule.text); n == 0 || n > rule.most {
			return fmt.Errorf("%s has %d characters, want 1 to %d", rule.field, n, rule.most)
		}
	}
	for _, r := range s.Password {
		if strings.ContainsRune(confusable, r) || r != '-' && (r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r)) {
			return errors.New("the password holds a character that people misread or cannot type")
		}
	}
	if s.Expires.IsZero() {
		return errors.New("the moment of expiry is missing")
	}
	return nil
}

func (m Meta) check() error {
	switch {
	case m.Issuer == "" || utf8.RuneCountInString(m.Issuer) > 160:
		return fmt.Errorf("%w: Issuer: want 1 to 160 characters", ErrSlip)
	case m.Address == "" || len(m.Address) > 100:
		return fmt.Errorf("%w: Address: want 1 to 100 characters", ErrSlip)
	case m.PrintedAt.IsZero():
		return fmt.Errorf("%w: PrintedAt is needed", ErrSlip)
	}
	return nil
}

// groups splits a password into groups of four as the eye reads them. The gaps are not typed.
func groups(password string) []string {
	if strings.Contains(password, "-") {
		return []string{password}
	}
	var out []string
	for len(password) > 4 {
		out, password = append(out, password[:4]), password[4:]
	}
	return append(out, password)
}

// clean makes text printable: NFC, single spaces, nothing invisible.
func clean(text string) string {
	visible := strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r):
			return -1
		}
		return r
	}, norm.NFC.String(text))
	return strings.Join(strings.Fields(visible), " ")
}
