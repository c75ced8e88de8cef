package certificate

import (
	"context"
	"sync"
	"time"

	"github.com/uptrace/bun"

	"taphuan/internal/certificate/credential"
	"taphuan/internal/fault"
	"taphuan/internal/postgres"
)

// statusListHeld is how long a signed status list is given out again: how late a revocation is seen in it.
const statusListHeld = time.Minute

// statusLists holds the lists that were signed last. They are few: one for 131,072 badges.
type statusLists struct {
	mu     sync.Mutex
	signed map[int64]signedList
}

type signedList struct {
	text  []byte
	until time.Time
}

// StatusList is the signed list by which anybody sees whether a badge was revoked; fault.ErrNotFound for a list of no badge.
func (s *Service) StatusList(ctx context.Context, number int64) ([]byte, error) {
	l := &s.statuses
	l.mu.Lock()
	defer l.mu.Unlock()
	if held, known := l.signed[number]; known && s.now().Before(held.until) {
		return held.text, nil
	}
	revoked, err := s.revokedIn(ctx, number)
	if err != nil {
		return nil, err
	}
	by, err := s.CredentialSigner(ctx)
	if err != nil {
		return nil, err
	}
	text, err := credential.StatusList(number, revoked, by, s.now())
	if err != nil {
		return nil, err
	}
	if l.signed == nil {
		l.signed = map[int64]signedList{}
	}
	l.signed[number] = signedList{text, s.now().Add(statusListHeld)}
	return text, nil
}

// revokedIn returns the places in a list whose certificates are not worth anything any more. Numbers leave, persons do not.
func (s *Service) revokedIn(ctx context.Context, number int64) ([]int64, error) {
	first := number * credential.StatusListLength
	var revoked []int64
	err := s.db.Read(ctx, postgres.System(postgres.VerifyCertificate), func(ctx context.Context, tx bun.Tx) error {
		used, err := tx.NewSelect().Table("certificate.badge_statuses").Where("position >= ? AND position < ?", first, first+credential.StatusListLength).Exists(ctx)
		if err != nil {
			return err
		}
		if !used {
			return fault.ErrNotFound
		}
		return tx.NewRaw(`SELECT b.position - ?0 FROM certificate.badge_statuses b JOIN certificate.certificates c ON c.id = b.certificate_id
			WHERE b.position >= ?0 AND b.position < ?0 + ?1 AND c.state <> 'valid'`, first, credential.StatusListLength).Scan(ctx, &revoked)
	})
	return revoked, err
}

// IssuerProfile is who issues badges, with the keys that prove them.
func (s *Service) IssuerProfile(ctx context.Context) ([]byte, error) {
	keys, err := s.PublishedKeys(ctx)
	if err != nil {
		return nil, err
	}
	return keys.Profile(s.platformName())
}
