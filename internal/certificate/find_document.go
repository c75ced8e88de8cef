package certificate

import (
	"context"
	"database/sql"
	"errors"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/postgres"
)

// FindDocument returns one of the caller's certificates with its PDF; fault.ErrNotFound for
// another's. A document whose making is still on its way is made at once. Where the office has signed the file, its copy is
// the one to have.
func (s *Service) FindDocument(ctx context.Context, who access.Principal, id uuid.UUID) (Certificate, []byte, error) {
	var c Certificate
	scope := postgres.Persons(who.PersonID)
	err := s.db.Read(ctx, scope, func(ctx context.Context, tx bun.Tx) error {
		return tx.NewSelect().Model(&c).Where("id = ? AND person_id = ?", id, who.PersonID).Scan(ctx)
	})
	if err != nil {
		return c, nil, err
	}
	pdf, err := s.validDocument(ctx, scope, c)
	return c, pdf, err
}

// validDocument is the file that the office signed for the copy in force, or the platform's.
func (s *Service) validDocument(ctx context.Context, scope postgres.Scope, c Certificate) (pdf []byte, err error) {
	err = s.db.Read(ctx, scope, func(ctx context.Context, tx bun.Tx) error {
		signed, err := findSigned(ctx, tx, c, true)
		if err != nil {
			return err
		}
		if signed != nil {
			pdf = signed.PDF
			return nil
		}
		pdf, err = findOwn(ctx, tx, c)
		return err
	})
	if err != nil || pdf != nil {
		return pdf, err
	}
	return s.ownDocument(ctx, scope, c)
}

// ownDocument is the platform's file, made at once when its making is still on its way.
func (s *Service) ownDocument(ctx context.Context, scope postgres.Scope, c Certificate) ([]byte, error) {
	pdf, err := s.readOwn(ctx, scope, c)
	if err != nil || pdf != nil {
		return pdf, err
	}
	if err := s.MakeDocument(ctx, Issued{CertificateID: c.ID}); err != nil {
		return nil, err
	}
	return s.readOwn(ctx, scope, c)
}

func (s *Service) readOwn(ctx context.Context, scope postgres.Scope, c Certificate) (pdf []byte, err error) {
	err = s.db.Read(ctx, scope, func(ctx context.Context, tx bun.Tx) (err error) {
		pdf, err = findOwn(ctx, tx, c)
		return err
	})
	return pdf, err
}

// findOwn returns no bytes while there are none.
func findOwn(ctx context.Context, tx bun.IDB, c Certificate) (pdf []byte, err error) {
	err = tx.NewRaw(`SELECT pdf FROM certificate.documents WHERE certificate_id = ? AND person_id = ?`, c.ID, c.PersonID).Scan(ctx, &pdf)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return pdf, err
}
