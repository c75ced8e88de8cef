package certificate

import (
	"context"
	"strings"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/postgres"
)

// IssuerDesigns is an issuer with what it has chosen.
type IssuerDesigns struct {
	Issuer  string   // its lines in one
	Current Design   // in force today
	Chosen  []Design // all that were saved, the last one first, without logos; mostDesigns at most
}

const mostDesigns = 50

// ListDesigns returns the issuers in force whose certificates the caller looks after, with their designs. It needs
// register.manage.
func (s *Service) ListDesigns(ctx context.Context, who access.Principal) ([]IssuerDesigns, error) {
	if err := who.Require(access.ManageRegister); err != nil {
		return nil, err
	}
	kept, err := s.issuersOf(ctx, who)
	if err != nil {
		return nil, err
	}
	found := make([]IssuerDesigns, len(kept))
	err = s.db.Read(ctx, postgres.Nobody(), func(ctx context.Context, tx bun.Tx) error {
		for i, by := range kept { // one or two
			current, err := designFor(ctx, tx, by, s.Today())
			if err != nil {
				return err
			}
			found[i].Current, found[i].Issuer = current, strings.Join(current.HeaderLines, " - ")
			err = tx.NewSelect().Model(&found[i].Chosen).ExcludeColumn("logo").Where("issuer_id = ?", by.ID).Order("made_at DESC", "id DESC").Limit(mostDesigns).Scan(ctx)
			if err != nil {
				return err
			}
		}
		return nil
	})
	return found, err
}

// issuersOf are those in force today, or yet to begin, in whose agencies the caller keeps the register.
func (s *Service) issuersOf(ctx context.Context, who access.Principal) ([]issuer, error) {
	var all []issuer
	agencies := who.AgenciesFor(access.ManageRegister)
	err := s.db.Read(ctx, postgres.Nobody(), func(ctx context.Context, tx bun.Tx) error {
		return tx.NewRaw(selectIssuer+` WHERE agency_id = ANY (?::uuid[]) AND (valid_to IS NULL OR valid_to > ?) ORDER BY valid_from DESC, id`, pgdialect.Array(agencies), s.Today()).Scan(ctx, &all)
	})
	return all, err
}

// keptIssuer is an issuer whose certificates the caller looks after; fault.ErrNotFound for another's.
func (s *Service) keptIssuer(ctx context.Context, who access.Principal, id uuid.UUID) (issuer, error) {
	if err := who.Require(access.ManageRegister); err != nil {
		return issuer{}, err
	}
	all, err := s.issuersOf(ctx, who)
	if err != nil {
		return issuer{}, err
	}
	for _, by := range all {
		if by.ID == id {
			return by, nil
		}
	}
	return issuer{}, fault.ErrNotFound
}
