package organization

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// PeopleByID returns the lines of the people whom the scope can see, by id; others are left out. The
// caller records the reading.
func PeopleByID(ctx context.Context, tx bun.IDB, ids []uuid.UUID) (map[uuid.UUID]PersonLine, error) {
	people := map[uuid.UUID]PersonLine{}
	if len(ids) == 0 {
		return people, nil
	}
	var lines []PersonLine
	err := tx.NewRaw(selectPeople+` WHERE p.id IN (?)`, bun.List(ids)).Scan(ctx, &lines)
	for _, line := range lines {
		people[line.PersonID] = line
	}
	return people, err
}
