package organization

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// batch is how many rows one INSERT writes.
const batch = 1000

// insertMany writes rows in batches.
func insertMany[T any](ctx context.Context, tx bun.IDB, rows []T) error {
	for from := 0; from < len(rows); from += batch {
		part := rows[from:min(from+batch, len(rows))]
		if _, err := tx.NewInsert().Model(&part).Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}

// listKnown returns everybody of a school with the class of today, or only the given people.
func listKnown(ctx context.Context, tx bun.IDB, agency uuid.UUID, only []uuid.UUID) ([]knownStudent, error) {
	var known []knownStudent
	query := tx.NewSelect().ColumnExpr("p.id, p.kind, p.full_name, p.code, p.birth_year, c.id AS class_id, c.name AS class_name, c.school_year").
		TableExpr("organization.persons AS p").
		Join("LEFT JOIN organization.class_members AS m ON m.person_id = p.id AND m.agency_id = ? AND m.valid_to IS NULL", agency).
		Join("LEFT JOIN organization.school_classes AS c ON c.id = m.school_class_id").
		Where("p.agency_id = ?", agency)
	if only != nil {
		query.Where("p.id IN (?)", bun.List(only))
	}
	return known, query.Scan(ctx, &known)
}

// listOfficers returns everybody of the agencies with the open posting that counts, or only the
// given people.
func listOfficers(ctx context.Context, tx bun.IDB, agencies, only []uuid.UUID) ([]knownOfficer, error) {
	var known []knownOfficer
	query := tx.NewSelect().ColumnExpr("p.id, p.kind, p.full_name, p.code, p.birth_year, o.id AS posting_id, o.agency_id AS unit_id").
		ColumnExpr("COALESCE(o.position, '') AS position, COALESCE(o.position_group, '') AS position_group, COALESCE(o.staffing, '') AS staffing, o.valid_from").
		TableExpr("organization.persons AS p").
		Join("LEFT JOIN organization.postings AS o ON o.person_id = p.id AND o.counts AND o.valid_to IS NULL").
		Where("p.agency_id IN (?)", bun.List(agencies))
	if only != nil {
		query.Where("p.id IN (?)", bun.List(only))
	}
	return known, query.Scan(ctx, &known)
}

func insertRoster(ctx context.Context, tx bun.IDB, r Roster, rows []RosterRow) error {
	if _, err := tx.NewInsert().Model(&r).ExcludeColumn("created_at").Exec(ctx); err != nil {
		return err
	}
	return insertMany(ctx, tx, rows)
}

// lockRoster reads a roster of one of the agencies and keeps it until the transaction ends.
func lockRoster(ctx context.Context, tx bun.IDB, id uuid.UUID, agencies []uuid.UUID) (Roster, error) {
	var r Roster
	err := tx.NewSelect().Model(&r).Where("id = ? AND agency_id IN (?)", id, bun.List(agencies)).For("UPDATE").Scan(ctx)
	return r, err
}

func listRosterRows(ctx context.Context, tx bun.IDB, roster Roster) ([]RosterRow, error) {
	var rows []RosterRow
	err := tx.NewSelect().Model(&rows).Where("roster_id = ? AND agency_id = ?", roster.ID, roster.AgencyID).Order("number").Scan(ctx)
	return rows, err
}

// keepUncommitted is how long a list waits for its commit.
const keepUncommitted = 7 * 24 * time.Hour

// forgetUncommitted deletes lists that the school checked and never committed.
func forgetUncommitted(ctx context.Context, tx bun.IDB, agency uuid.UUID, before time.Time) error {
	_, err := tx.NewDelete().Table("organization.roster_imports").
		Where("agency_id = ? AND state = ? AND created_at < ?", agency, string(RosterChecked), before).Exec(ctx)
	return err
}
