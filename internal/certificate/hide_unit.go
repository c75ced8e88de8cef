package certificate

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"taphuan/internal/organization"
	"taphuan/internal/postgres"
)

// someHide asks whether any agency hides its name at all.
const someHide postgres.Prepared = `SELECT EXISTS (SELECT FROM certificate.unit_settings WHERE NOT shown)`

// hideUnit takes the unit from what strangers read where the agency, or one above it at the issue or today, has decided so
// since.
func (s *Service) hideUnit(ctx context.Context, tx bun.IDB, c *Certificate) error {
	if !c.Facts.UnitPublic {
		return nil
	}
	some := false
	if err := someHide.Scan(ctx, tx, &some); err != nil || !some {
		return err
	}
	var above []uuid.UUID
	for _, day := range []time.Time{c.IssuedOn, s.Today()} {
		some, err := organization.Ancestors(ctx, tx, c.AgencyID, day)
		if err != nil {
			return err
		}
		above = append(above, some...)
	}
	hidden, err := tx.NewSelect().Table("certificate.unit_settings").Where("agency_id = ANY (?::uuid[]) AND NOT shown", pgdialect.Array(append(above, c.AgencyID))).Exists(ctx)
	c.Facts.UnitPublic = !hidden
	return err
}
