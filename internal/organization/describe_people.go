package organization

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/vietnamese"
)

// DescribePeopleTx returns the people whom the scope can see among the given ones, by given name,
// with unit and position of today.
func DescribePeopleTx(ctx context.Context, tx bun.IDB, ids []uuid.UUID) ([]PersonLine, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var lines []PersonLine
	err := tx.NewRaw(selectPeople+` WHERE p.id IN (?)`+orderPeople, bun.List(ids), len(ids), 0).Scan(ctx, &lines)
	return lines, err
}

// FindByCodesTx returns the people of an agency's subtree of a day who have one of the codes.
func FindByCodesTx(ctx context.Context, tx bun.IDB, agency uuid.UUID, codes []string, day time.Time) ([]PersonLine, error) {
	if len(codes) == 0 {
		return nil, nil
	}
	for i, code := range codes {
		codes[i] = vietnamese.Normalize(code)
	}
	var lines []PersonLine
	err := tx.NewRaw(selectPeople+` WHERE p.code IN (?) AND p.agency_id IN (SELECT descendant_id FROM organization.agency_closure
		WHERE ancestor_id = ? AND valid_from <= ? AND (valid_to IS NULL OR valid_to > ?))`+orderPeople,
		bun.List(codes), agency, day, day, 2*len(codes), 0).Scan(ctx, &lines)
	return lines, err
}

// ListPlacesTx returns where everybody with a counting posting in an agency's subtree stands on a
// day, among those whom the scope can see.
func ListPlacesTx(ctx context.Context, tx bun.IDB, agency uuid.UUID, day time.Time) ([]Place, error) {
	var places []Place
	err := tx.NewRaw(`SELECT o.person_id, 'officer' AS kind, o.agency_id, o.position_group, o.staffing FROM organization.postings o
		JOIN organization.agency_closure c ON c.descendant_id = o.agency_id AND c.ancestor_id = ?0
			AND c.valid_from <= ?1 AND (c.valid_to IS NULL OR c.valid_to > ?1)
		WHERE o.counts AND o.valid_from <= ?1 AND (o.valid_to IS NULL OR o.valid_to > ?1) ORDER BY o.person_id`, agency, day).Scan(ctx, &places)
	return places, err
}
