package certificate

import (
	"context"
	"reflect"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/organization"
	"taphuan/internal/postgres"
)

// ListOwn returns a page of the caller's certificates, the newest first, and how many there are.
func (s *Service) ListOwn(ctx context.Context, who access.Principal, limit, offset int64) ([]Certificate, int, error) {
	var list []Certificate
	var total int64
	err := s.db.Read(ctx, postgres.Persons(who.PersonID), func(ctx context.Context, tx bun.Tx) error {
		var err error
		total, err = tx.NewSelect().Model(&list).Where("person_id = ?", who.PersonID).Order("issued_on DESC", "id DESC").
			Limit(limit).Offset(offset).ScanAndCount(ctx)
		return err
	})
	return list, int(total), err
}

// FindByEnrollment returns the certificate of the caller's own enrollment, or nil while none is
// issued.
func (s *Service) FindByEnrollment(ctx context.Context, who access.Principal, enrollmentID uuid.UUID) (*Certificate, error) {
	var c Certificate
	err := s.db.Read(ctx, postgres.Persons(who.PersonID), func(ctx context.Context, tx bun.Tx) error {
		return tx.NewSelect().Model(&c).Where("enrollment_id = ? AND person_id = ?", enrollmentID, who.PersonID).Scan(ctx)
	})
	if fault.KindOf(err) == fault.NotFound {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return &c, nil
}

// selectByCode reads a whole certificate; strangers ask for it hundreds of times a second.
var selectByCode = postgres.Prepared(`SELECT ` + columns() + ` FROM certificate.certificates WHERE code = $1`)

// columns are those of a certificate, as its type names them.
func columns() string {
	var names []string
	for _, field := range bun.NewDB(nil, pgdialect.New()).Table(reflect.TypeFor[Certificate]()).Fields {
		names = append(names, string(field.SQLName))
	}
	return strings.Join(names, ", ")
}

// Verify returns the certificate with a code, for anybody who holds it; fault.ErrNotFound when
// there is none. The code may be written in small letters, in groups, with O for 0 and I or L for 1.
func (s *Service) Verify(ctx context.Context, code string) (Certificate, error) {
	var c Certificate
	code = CleanCode(code)
	if len(code) != codeLength {
		return c, fault.ErrNotFound
	}
	err := s.db.Read(ctx, postgres.System(postgres.VerifyCertificate), func(ctx context.Context, tx bun.Tx) error {
		if err := selectByCode.Scan(ctx, tx, &c, code); err != nil {
			return err
		}
		return s.hideUnit(ctx, tx, &c)
	})
	return c, err
}

// Today is the current day in Viet Nam, by the service's clock.
func (s *Service) Today() time.Time { return organization.Day(s.now()) }

// FindIssued returns an issued certificate for the reactions to its issue, which ask for no person's
// right; fault.ErrNotFound when there is none.
func (s *Service) FindIssued(ctx context.Context, id uuid.UUID) (Certificate, error) {
	var c Certificate
	err := s.db.Read(ctx, postgres.System(postgres.IssueCertificate), func(ctx context.Context, tx bun.Tx) error {
		return tx.NewSelect().Model(&c).Where("id = ?", id).Scan(ctx)
	})
	return c, err
}

// CountOf returns how many of the enrollments have a certificate. Numbers leave, persons do not.
func (s *Service) CountOf(ctx context.Context, enrollments []uuid.UUID) (int, error) {
	var n int64
	err := s.db.Read(ctx, postgres.System(postgres.CorrectKeys), func(ctx context.Context, tx bun.Tx) error {
		var err error
		n, err = tx.NewSelect().Table("certificate.certificates").Where("enrollment_id = ANY (?::uuid[])", pgdialect.Array(enrollments)).Count(ctx)
		return err
	})
	return int(n), err
}
