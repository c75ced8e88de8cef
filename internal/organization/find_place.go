package organization

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// Place is where a person stands on a day: the posting that counts for reporting, or the school
// class.
type Place struct {
	PersonID      uuid.UUID
	Kind          PersonKind
	AgencyID      uuid.UUID
	PositionGroup string
	Staffing      string
	SchoolClassID uuid.UUID // uuid.Nil for officers
}

// FindPlace returns a person's place on a day, under the caller's scope. Without a posting and a
// class AgencyID is uuid.Nil.
func FindPlace(ctx context.Context, tx bun.IDB, person uuid.UUID, day time.Time) (Place, error) {
	place := Place{PersonID: person, Kind: Officer}
	err := tx.NewRaw(`SELECT agency_id, position_group, staffing FROM organization.postings
		WHERE person_id = ?0 AND counts AND valid_from <= ?1 AND (valid_to IS NULL OR valid_to > ?1)
		ORDER BY valid_from DESC LIMIT 1`, person, day).Scan(ctx, &place.AgencyID, &place.PositionGroup, &place.Staffing)
	if err == nil || !errors.Is(err, sql.ErrNoRows) {
		return place, err
	}
	place.Kind = Student
	err = tx.NewRaw(`SELECT agency_id, school_class_id FROM organization.class_members
		WHERE person_id = ?0 AND valid_from <= ?1 AND (valid_to IS NULL OR valid_to > ?1)
		ORDER BY valid_from DESC LIMIT 1`, person, day).Scan(ctx, &place.AgencyID, &place.SchoolClassID)
	if errors.Is(err, sql.ErrNoRows) {
		return place, nil
	}
	return place, err
}

// Ancestors returns the agency and everything above it on a day.
func Ancestors(ctx context.Context, tx bun.IDB, agency uuid.UUID, day time.Time) ([]uuid.UUID, error) {
	var ids []uuid.UUID
	err := tx.NewRaw(`SELECT ancestor_id FROM organization.agency_closure
		WHERE descendant_id = ?0 AND valid_from <= ?1 AND (valid_to IS NULL OR valid_to > ?1)`, agency, day).Scan(ctx, &ids)
	return ids, err
}
