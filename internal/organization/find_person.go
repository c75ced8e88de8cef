package organization

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// FindPerson returns a person whom the scope can see; sql.ErrNoRows otherwise.
func FindPerson(ctx context.Context, tx bun.IDB, id uuid.UUID) (Person, error) {
	var p Person
	err := tx.NewSelect().Model(&p).Where("p.id = ?", id).Scan(ctx)
	return p, err
}

// FindAgencyTx returns an agency as of a day, inside a transaction; after its end the last version.
func FindAgencyTx(ctx context.Context, tx bun.IDB, id uuid.UUID, asOf time.Time) (Agency, error) {
	var agency Agency
	err := tx.NewRaw(selectAgency+` WHERE v.agency_id = ?1 AND v.valid_from <= ?0 ORDER BY v.valid_from DESC LIMIT 1`, asOf, id).Scan(ctx, &agency)
	return agency, err
}
