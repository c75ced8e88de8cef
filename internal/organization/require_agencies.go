package organization

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"taphuan/internal/fault"
)

// RequireAgencies returns fault.ErrNotFound when one of the agencies is nowhere.
func RequireAgencies(ctx context.Context, tx bun.IDB, agencies []uuid.UUID) error {
	missing := false
	err := tx.NewRaw(`SELECT EXISTS (SELECT FROM unnest(?::uuid[]) named(id) WHERE NOT EXISTS (SELECT FROM organization.agencies a WHERE a.id = named.id))`,
		pgdialect.Array(agencies)).Scan(ctx, &missing)
	if err == nil && missing {
		return fault.ErrNotFound
	}
	return err
}
