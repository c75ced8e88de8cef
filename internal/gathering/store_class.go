package gathering

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// findClass returns a class; sql.ErrNoRows when there is none.
func findClass(ctx context.Context, tx bun.IDB, id uuid.UUID) (Class, error) {
	var c Class
	err := tx.NewSelect().Model(&c).Where("id = ?", id).Scan(ctx)
	return c, err
}

// lockClass is findClass and holds the class until the commit: whoever changes its state, its places
// or its roll calls locks it first.
func lockClass(ctx context.Context, tx bun.IDB, id uuid.UUID) (Class, error) {
	var c Class
	err := tx.NewSelect().Model(&c).Where("id = ?", id).For("NO KEY UPDATE").Scan(ctx)
	return c, err
}

// Counts are the numbers of a class; no person stands in them.
type Counts struct {
	ClassID                        uuid.UUID
	Confirmed, Waiting, Registered int
	Sessions, Closed               int
}

// countClasses counts participants and sessions of classes. The scope must see every participant.
func countClasses(ctx context.Context, tx bun.IDB, classes []uuid.UUID) (map[uuid.UUID]Counts, error) {
	counted := map[uuid.UUID]Counts{}
	if len(classes) == 0 {
		return counted, nil
	}
	var rows []Counts
	err := tx.NewRaw(`SELECT c.id AS class_id,
		(SELECT count(*) FROM gathering.participants p WHERE p.class_id = c.id AND p.state = 'confirmed') AS confirmed,
		(SELECT count(*) FROM gathering.participants p WHERE p.class_id = c.id AND p.state = 'waiting') AS waiting,
		(SELECT count(*) FROM gathering.participants p WHERE p.class_id = c.id AND p.state = 'registered') AS registered,
		(SELECT count(*) FROM gathering.sessions s WHERE s.class_id = c.id) AS sessions,
		(SELECT count(*) FROM gathering.sessions s WHERE s.class_id = c.id AND s.roll_call_closed_at IS NOT NULL) AS closed
		FROM gathering.classes c WHERE c.id IN (?)`, bun.List(classes)).Scan(ctx, &rows)
	for _, c := range rows {
		counted[c.ClassID] = c
	}
	return counted, err
}
