package notify

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"fmt"
	"math/big"
	"net/mail"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/fault"
	"taphuan/internal/organization"
	"taphuan/internal/postgres"
)

const (
	codeLasts   = 15 * time.Minute
	codeTries   = 5
	codesPerDay = 5
)

type addressProof struct {
	bun.BaseModel `bun:"table:notify.address_proofs"`
	PersonID      uuid.UUID   `bun:"person_id"`
	Email         string      `bun:"email"`
	CodeHash      []byte      `bun:"code_hash"`
	Tries         int         `bun:"tries"`
	ExpiresAt     time.Time   `bun:"expires_at"`
	SentAt        []time.Time `bun:"sent_at,array"`
}

// ProveAddress sends a code to an address; ConfirmAddress with that code makes it the caller's.
// ErrNoMailServer where there is none, ErrTooManyCodes after five in a day, fault.ErrInvalid for
// what is no address. The mail carries a code and no link.
func (s *Service) ProveAddress(ctx context.Context, who access.Principal, address string) error {
	if !s.CanMail() {
		return ErrNoMailServer
	}
	address, err := readAddress(address)
	if err != nil {
		return err
	}
	code := newCode()
	err = s.DB.RunInTx(ctx, postgres.Persons(who.PersonID), func(ctx context.Context, tx bun.Tx) error {
		return s.keepProof(ctx, tx, who.PersonID, address, code)
	})
	if err != nil {
		return err
	}
	id := audit.NewID()
	if err := s.Mail.send(ctx, id, address, s.codeLetter(code, who.Locale)); err != nil {
		return fault.ErrUnavailable.Because(err)
	}
	return s.noteCodeMail(ctx, who.PersonID, id)
}

func (s *Service) keepProof(ctx context.Context, tx bun.Tx, person uuid.UUID, address, code string) error {
	proof := addressProof{PersonID: person}
	err := tx.NewSelect().Model(&proof).Where("person_id = ?", person).For("UPDATE").Scan(ctx)
	if err != nil && fault.KindOf(postgres.Fault(err)) != fault.NotFound {
		return err
	}
	now := s.Now().UTC()
	recent := []time.Time{now}
	for _, at := range proof.SentAt {
		if now.Sub(at) < 24*time.Hour {
			recent = append(recent, at)
		}
	}
	if len(recent) > codesPerDay {
		return ErrTooManyCodes
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO notify.address_proofs (person_id, email, code_hash, tries, expires_at, sent_at)
		VALUES (?0, ?1, ?2, 0, ?3, ARRAY[?4]::timestamptz[])
		ON CONFLICT (person_id) DO UPDATE SET email = ?1, code_hash = ?2, tries = 0, expires_at = ?3, sent_at = ARRAY[?4]::timestamptz[]`,
		person, address, hashCode(person, code), now.Add(codeLasts), bun.List(recent))
	return err
}

func (s *Service) noteCodeMail(ctx context.Context, person, id uuid.UUID) error {
	return s.DB.RunInTx(ctx, postgres.Persons(person), func(ctx context.Context, tx bun.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO notify.mails (id, person_id, kind, day, state, sent_at) VALUES (?, ?, 'address_code', ?, 'sent', now())`,
			id, person, organization.Day(s.Now()))
		return err
	})
}

// ConfirmAddress makes the address that waits the caller's. ErrWrongCode; ErrCodeExpired after 15
// minutes, after five wrong tries or when no code waits.
func (s *Service) ConfirmAddress(ctx context.Context, who access.Principal, code string) error {
	var refused error
	err := s.DB.RunInTx(ctx, postgres.Persons(who.PersonID), func(ctx context.Context, tx bun.Tx) error {
		refused = nil
		var proof addressProof
		err := tx.NewSelect().Model(&proof).Where("person_id = ?", who.PersonID).For("UPDATE").Scan(ctx)
		switch {
		case err != nil && fault.KindOf(postgres.Fault(err)) == fault.NotFound:
			return ErrCodeExpired
		case err != nil:
			return err
		case proof.Tries >= codeTries || s.Now().After(proof.ExpiresAt):
			return ErrCodeExpired
		case subtle.ConstantTimeCompare(proof.CodeHash, hashCode(who.PersonID, strings.TrimSpace(code))) == 0:
			refused = ErrWrongCode // the try is counted, so the transaction commits
			_, err := tx.ExecContext(ctx, `UPDATE notify.address_proofs SET tries = tries + 1 WHERE person_id = ?`, who.PersonID)
			return err
		}
		return setAddress(ctx, tx, who, proof.Email)
	})
	if err != nil {
		return err
	}
	return refused
}

func setAddress(ctx context.Context, tx bun.Tx, who access.Principal, address string) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO notify.preferences (person_id, email, locale) VALUES (?0, ?1, ?2)
		ON CONFLICT (person_id) DO UPDATE SET email = ?1, locale = ?2, updated_at = now()`, who.PersonID, address, localeOf(who))
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `UPDATE notify.address_proofs SET code_hash = '', tries = ? WHERE person_id = ?`, codeTries, who.PersonID)
	return err
}

// RemoveAddress forgets the caller's address and one that waits; no mail is sent any more.
func (s *Service) RemoveAddress(ctx context.Context, who access.Principal) error {
	return s.DB.RunInTx(ctx, postgres.Persons(who.PersonID), func(ctx context.Context, tx bun.Tx) error {
		if _, err := tx.ExecContext(ctx, `UPDATE notify.preferences SET email = NULL, updated_at = now() WHERE person_id = ?`, who.PersonID); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `UPDATE notify.address_proofs SET email = '-@-', code_hash = '', tries = ? WHERE person_id = ?`, codeTries, who.PersonID)
		return err
	})
}

// readAddress takes a bare address in ASCII with a dot in its domain.
func readAddress(text string) (string, error) {
	text = strings.TrimSpace(text)
	parsed, err := mail.ParseAddress(text)
	if err != nil || parsed.Address != text || len(text) > 254 || !strings.Contains(domainOf(text), ".") || strings.ContainsFunc(text, notPlain) {
		return "", fault.ErrInvalid.At("body.email", "not_an_address", textAddress)
	}
	return text, nil
}

func notPlain(r rune) bool { return r <= ' ' || r > '~' }

// newCode returns eight digits.
func newCode() string {
	n, err := rand.Int(rand.Reader, big.NewInt(100_000_000))
	if err != nil {
		panic(err) // the system's randomness never fails
	}
	return fmt.Sprintf("%08d", n)
}

func hashCode(person uuid.UUID, code string) []byte {
	sum := sha256.Sum256(append(person[:], code...))
	return sum[:]
}
