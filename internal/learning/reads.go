package learning

import (
	"context"
	"slices"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/organization"
	"taphuan/internal/postgres"
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

// describePeople returns the people whom rows of a scope are about, by id: whoever sees the rows sees them,
// those who have moved away since too. Of others it returns those whom the scope shows.
func describePeople(ctx context.Context, tx bun.Tx, scope postgres.Scope, about []uuid.UUID, others ...uuid.UUID) (map[uuid.UUID]organization.PersonLine, error) {
	if err := postgres.SetScope(ctx, tx, scope.AndPersons(about...)); err != nil {
		return nil, err
	}
	return organization.PeopleByID(ctx, tx, slices.Concat(about, others))
}
