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

// listKnown returns everybody of a school, with the class of today.
func listKnown(ctx context.Context, tx bun.IDB, agency uuid.UUID) ([]knownStudent, error) {
	var known []knownStudent
	err := tx.NewRaw(`SELECT p.id, p.kind, p.full_name, p.code, p.birth_year, c.id AS class_id, c.name AS class_name, c.school_year
		FROM organization.persons p
		LEFT JOIN organization.class_members m ON m.person_id = p.id AND m.agency_id = ?0 AND m.valid_to IS NULL
		LEFT JOIN organization.school_classes c ON c.id = m.school_class_id
		WHERE p.agency_id = ?0`, agency).Scan(ctx, &known)
	return known, err
}

func insertRoster(ctx context.Context, tx bun.IDB, r Roster, rows []RosterRow) error {
	if _, err := tx.NewInsert().Model(&r).ExcludeColumn("created_at").Exec(ctx); err != nil {
		return err
	}
	return insertMany(ctx, tx, rows)
}

// replaceRows writes the rows of a roster anew.
func replaceRows(ctx context.Context, tx bun.IDB, roster Roster, rows []RosterRow) error {
	_, err := tx.NewDelete().Table("organization.roster_rows").Where("roster_id = ? AND agency_id = ?", roster.ID, roster.AgencyID).Exec(ctx)
	if err != nil {
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
