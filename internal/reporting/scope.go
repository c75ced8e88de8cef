package reporting

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"taphuan/internal/access"
	"taphuan/internal/postgres"
)

// setCountingScope opens a transaction for counting the units. For an agency role it is the units' own
// rows and the people who belong to them, wherever they did something; for a province role it is a
// system reason, under which only SQL that returns totals runs. Both count the same.
func setCountingScope(ctx context.Context, tx bun.Tx, who access.Principal, units []uuid.UUID) error {
	if who.Can(access.ReadUnitFigures) {
		return postgres.SetScope(ctx, tx, postgres.System(postgres.CountFigures))
	}
	return setAgencyScope(ctx, tx, units)
}

func setAgencyScope(ctx context.Context, tx bun.Tx, units []uuid.UUID) error {
	if err := postgres.SetScope(ctx, tx, postgres.Agencies(units...)); err != nil {
		return err
	}
	var people []uuid.UUID
	if err := tx.NewRaw(query("list_people_of_units"), pgdialect.Array(units)).Scan(ctx, &people); err != nil {
		return err
	}
	return postgres.SetScope(ctx, tx, postgres.Agencies(units...).AndPersons(people...))
}
