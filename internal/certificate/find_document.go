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
// another's. A document whose making is still on its way is made at once.
func (s *Service) FindDocument(ctx context.Context, who access.Principal, id uuid.UUID) (Certificate, []byte, error) {
	c, pdf, err := s.readDocument(ctx, who, id)
	if err != nil || pdf != nil {
		return c, pdf, err
	}
	if err := s.MakeDocument(ctx, Issued{CertificateID: c.ID}); err != nil {
		return c, nil, err
	}
	return s.readDocument(ctx, who, id)
}

// readDocument returns no bytes while there are none.
func (s *Service) readDocument(ctx context.Context, who access.Principal, id uuid.UUID) (Certificate, []byte, error) {
	var c Certificate
	var pdf []byte
	err := s.db.Read(ctx, postgres.Persons(who.PersonID), func(ctx context.Context, tx bun.Tx) error {
		if err := tx.NewSelect().Model(&c).Where("id = ? AND person_id = ?", id, who.PersonID).Scan(ctx); err != nil {
			return err
		}
		err := tx.NewRaw(`SELECT pdf FROM certificate.documents WHERE certificate_id = ? AND person_id = ?`, c.ID, who.PersonID).Scan(ctx, &pdf)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		return err
	})
	return c, pdf, err
}
