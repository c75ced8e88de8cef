package assessment

import (
	"context"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"math/big"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/fault"
	"taphuan/internal/postgres"
	"taphuan/internal/vietnamese"
)

// An access code (mã vào phòng) keeps people out who are not in the room: it is read aloud, typed by many and lives for a
// day. It is kept as decision 0001 keeps one-time passwords: as HMAC under a key of the installation.
const (
	shortestCode  = 6
	longestCode   = 40
	generatedCode = 8                           // 37 bits
	codeAlphabet  = "BCFGHJKMNPQRSTVXZ23456789" // as on password slips: nothing is mistaken for another or turned into a Vietnamese letter
	freeCodeTries = 5
	codePause     = time.Minute
)

// Faults of access codes.
var (
	ErrCodeRequired = fault.New(fault.Conflict, "attempt.code_required",
		fault.Text{VI: "Đợt kiểm tra này cần mã vào phòng. Hãy hỏi người tổ chức.", EN: "This sitting asks for an access code. Ask whoever holds it."})
	ErrCodeWrong = fault.New(fault.Conflict, "attempt.code_wrong",
		fault.Text{VI: "Mã vào phòng không đúng. Hãy xem lại từng chữ; sau 5 lần sai phải chờ một phút.", EN: "This is not the access code. Check each character; after 5 wrong tries there is a wait of a minute."})
	ErrCodePause = fault.New(fault.SlowDown, "attempt.code_pause",
		fault.Text{VI: "Đã nhập sai mã 5 lần. Hãy chờ một phút rồi thử lại.", EN: "The code was wrong 5 times. Wait a minute, then try again."})
	textCodeShort = fault.Text{VI: "Mã cần từ 6 đến 40 ký tự, không kể dấu cách và gạch nối.", EN: "A code has 6 to 40 characters, spaces and hyphens not counted."}
)

// CodeWish is what is wanted about a sitting's access code: none, or one; Text "": a generated one.
type CodeWish struct {
	Wanted bool
	Text   string
}

// codeKey hashes access codes.
type codeKey []byte

// KeepCodes derives the key of access codes from the installation's secret. Without it no sitting can have a code.
func (s *Service) KeepCodes(secret []byte) (err error) {
	s.codes, err = codeKeyOf(secret)
	return err
}

// HashCode returns what a sitting keeps of its access code where KeepCodes was given the same secret.
func HashCode(secret []byte, sitting uuid.UUID, code string) ([]byte, error) {
	key, err := codeKeyOf(secret)
	return key.hash(sitting, code), err
}

func codeKeyOf(secret []byte) (codeKey, error) {
	return hkdf.Key(sha256.New, secret, nil, "taphuan assessment access codes", 32)
}

// make returns the code of a sitting as it is shown and as it is kept. Error: fault.ErrInvalid at "body.code".
func (k codeKey) make(sitting uuid.UUID, wish CodeWish) (shown string, hash []byte, err error) {
	shown = vietnamese.Normalize(wish.Text)
	switch n := utf8.RuneCountInString(codeForm(shown)); {
	case !wish.Wanted:
		return "", nil, nil
	case len(k) == 0:
		return "", nil, fault.ErrInternal.Because(errors.New("access codes have no key"))
	case shown == "":
		shown = newCode()
	case n < shortestCode || n > longestCode:
		return "", nil, fault.ErrInvalid.At("body.code", "length", textCodeShort)
	}
	return shown, k.hash(sitting, shown), nil
}

func (k codeKey) hash(sitting uuid.UUID, typed string) []byte {
	h := hmac.New(sha256.New, k)
	h.Write(sitting[:])
	h.Write([]byte(codeForm(typed)))
	return h.Sum(nil)
}

// opens reports whether what was typed is the sitting's code.
func (k codeKey) opens(s Sitting, typed string) bool {
	return len(k) > 0 && hmac.Equal(s.CodeHash, k.hash(s.ID, typed))
}

// newCode returns a random code in groups of four: "K7MP-3QXB".
func newCode() string {
	var b strings.Builder
	for i := range generatedCode {
		if i == generatedCode/2 {
			b.WriteByte('-')
		}
		n, err := rand.Int(rand.Reader, big.NewInt(int64(len(codeAlphabet))))
		if err != nil {
			panic(err) // crypto/rand never fails on the systems we run on
		}
		b.WriteByte(codeAlphabet[n.Int64()])
	}
	return b.String()
}

// codeForm undoes what people change when they type: case, spaces and hyphens.
func codeForm(typed string) string {
	return strings.Map(func(r rune) rune {
		if r == ' ' || r == '-' || r == '–' {
			return -1
		}
		return r
	}, strings.ToUpper(vietnamese.Normalize(typed)))
}

const countTry postgres.Prepared = `INSERT INTO assessment.code_tries AS t (person_id, tries, last_at) VALUES ($1, 1, now())
	ON CONFLICT (person_id) DO UPDATE SET tries = CASE WHEN t.last_at > now() - make_interval(secs => $3) THEN t.tries + 1 ELSE 1 END, last_at = now()
	WHERE t.tries < $2 OR t.last_at <= now() - make_interval(secs => $3) RETURNING tries`

// countCodeTry counts a try before it is checked, so that many at once cannot slip through. Error: ErrCodePause.
func (s *Service) countCodeTry(ctx context.Context, person uuid.UUID) error {
	return s.db.RunInTx(ctx, postgres.Persons(person), func(ctx context.Context, tx bun.Tx) error {
		var tries []int
		err := countTry.Scan(ctx, tx, &tries, person, freeCodeTries, codePause.Seconds())
		if err == nil && len(tries) == 0 {
			return ErrCodePause.After(codePause)
		}
		return err
	})
}

const forgetTries postgres.Prepared = `DELETE FROM assessment.code_tries WHERE person_id = $1`
