package learning

import (
	"context"
	"slices"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
)

// readsByAgency are people whose rows were opened, by the agency that each is in.
type readsByAgency map[uuid.UUID][]uuid.UUID

func (r readsByAgency) add(agency, person uuid.UUID) {
	if !slices.Contains(r[agency], person) {
		r[agency] = append(r[agency], person)
	}
}

// record keeps the opening, which is shown to each of them.
func (r readsByAgency) record(ctx context.Context, tx bun.Tx, reader access.Principal, what string) error {
	for agency, people := range r {
		if err := audit.RecordReadsTx(ctx, tx, reader.PersonID, agency, what, people); err != nil {
			return err
		}
	}
	return nil
}
