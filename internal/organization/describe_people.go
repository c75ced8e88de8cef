package organization

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/vietnamese"
)

// selectPlaced is a person with the unit and the position of today.
const selectPlaced = `SELECT p.id AS person_id, p.full_name, COALESCE(p.code, '') AS code, p.kind, p.agency_id, COALESCE(v.name, '') AS unit,
	COALESCE(o.position, '') AS position FROM organization.persons p
	LEFT JOIN organization.agency_versions v ON v.agency_id = p.agency_id AND v.valid_to IS NULL
	LEFT JOIN organization.postings o ON o.person_id = p.id AND o.counts AND o.valid_to IS NULL`

// DescribePeopleTx returns the people whom the scope can see among the given ones, by given name,
// with unit and position of today.
func DescribePeopleTx(ctx context.Context, tx bun.IDB, ids []uuid.UUID) ([]PersonLine, error) {
	return PagePeopleTx(ctx, tx, ids, len(ids), 0)
}

// PagePeopleTx is DescribePeopleTx for one page of them.
func PagePeopleTx(ctx context.Context, tx bun.IDB, ids []uuid.UUID, limit, offset int) ([]PersonLine, error) {
	if len(ids) == 0 || limit <= 0 {
		return nil, nil
	}
	var lines []PersonLine
	err := tx.NewRaw(selectPlaced+` WHERE p.id IN (?) ORDER BY `+byName+` LIMIT ? OFFSET ?`, bun.List(ids), limit, offset).Scan(ctx, &lines)
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
	err := tx.NewRaw(selectPlaced+` WHERE p.code IN (?) AND p.agency_id IN (SELECT descendant_id FROM organization.agency_closure
		WHERE ancestor_id = ? AND valid_from <= ? AND (valid_to IS NULL OR valid_to > ?)) ORDER BY `+byName+` LIMIT ?`,
		bun.List(codes), agency, day, day, 2*len(codes)).Scan(ctx, &lines)
	return lines, err
}
