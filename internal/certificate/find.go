package certificate

import (
	"context"
	"database/sql"
	"errors"
	"regexp"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

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
	if errors.Is(err, sql.ErrNoRows) || fault.KindOf(err) == fault.NotFound && err != nil {
		return nil, nil
	}
	return &c, err
}

// Document returns the PDF of one of the caller's certificates; fault.ErrNotFound for another's.
// ErrNotReady until the document is made.
func (s *Service) Document(ctx context.Context, who access.Principal, id uuid.UUID) (Certificate, []byte, error) {
	var c Certificate
	var pdf []byte
	err := s.db.Read(ctx, postgres.Persons(who.PersonID), func(ctx context.Context, tx bun.Tx) error {
		if err := tx.NewSelect().Model(&c).Where("id = ? AND person_id = ?", id, who.PersonID).Scan(ctx); err != nil {
			return err
		}
		err := tx.NewRaw(`SELECT pdf FROM certificate.documents WHERE certificate_id = ? AND person_id = ?`, id, who.PersonID).Scan(ctx, &pdf)
		if errors.Is(err, sql.ErrNoRows) {
			return ErrNotReady
		}
		return err
	})
	return c, pdf, err
}

// ErrNotReady says that the certificate is issued and its document is being made.
var ErrNotReady = fault.New(fault.Conflict, "certificate.not_ready",
	fault.Text{VI: "Giấy chứng nhận đang được tạo. Hãy thử lại sau vài giây.", EN: "The certificate is being made. Try again in a few seconds."})

var codeForm = regexp.MustCompile(`^[0-9A-HJKMNP-TV-Z]{26}$`)

// Verify returns the certificate with a code, for anybody who holds it; fault.ErrNotFound when
// there is none.
func (s *Service) Verify(ctx context.Context, code string) (Certificate, error) {
	var c Certificate
	if !codeForm.MatchString(code) {
		return c, fault.ErrNotFound
	}
	err := s.db.Read(ctx, postgres.System(postgres.VerifyCertificate), func(ctx context.Context, tx bun.Tx) error {
		return tx.NewSelect().Model(&c).Where("code = ?", code).Scan(ctx)
	})
	return c, err
}

// Today is the current day in Viet Nam, by the service's clock.
func (s *Service) Today() time.Time { return organization.Day(s.now()) }
