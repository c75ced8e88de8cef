package organization

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"taphuan/internal/postgres"
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
	places, err := FindPlaces(ctx, tx, []uuid.UUID{person}, day)
	if found, stands := places[person]; stands {
		place = found
	}
	return place, err
}

const selectPlaces postgres.Prepared = `SELECT DISTINCT ON (person_id) person_id, kind, agency_id, position_group, staffing, school_class_id FROM (
			SELECT person_id, 'officer' AS kind, agency_id, position_group, staffing, NULL::uuid AS school_class_id, valid_from FROM organization.postings
			WHERE person_id = ANY ($1::uuid[]) AND counts AND valid_from <= $2 AND (valid_to IS NULL OR valid_to > $2)
			UNION ALL
			SELECT person_id, 'student', agency_id, '', '', school_class_id, valid_from FROM organization.class_members
			WHERE person_id = ANY ($1::uuid[]) AND valid_from <= $2 AND (valid_to IS NULL OR valid_to > $2)) AS p
		ORDER BY person_id, kind, valid_from DESC`

// FindPlaces is FindPlace for many; who has no place is left out.
func FindPlaces(ctx context.Context, tx bun.IDB, persons []uuid.UUID, day time.Time) (map[uuid.UUID]Place, error) {
	var rows []Place
	err := selectPlaces.Scan(ctx, tx, &rows, persons, day)
	places := map[uuid.UUID]Place{}
	for _, p := range rows {
		places[p.PersonID] = p
	}
	return places, err
}

// Ancestors returns the agency and everything above it on a day.
func Ancestors(ctx context.Context, tx bun.IDB, agency uuid.UUID, day time.Time) ([]uuid.UUID, error) {
	return AncestorsOf(ctx, tx, []uuid.UUID{agency}, day)
}

const selectAncestors postgres.Prepared = `SELECT DISTINCT ancestor_id FROM organization.agency_closure
	WHERE descendant_id = ANY ($1::uuid[]) AND valid_from <= $2 AND (valid_to IS NULL OR valid_to > $2)`

// AncestorsOf is Ancestors for many.
func AncestorsOf(ctx context.Context, tx bun.IDB, agencies []uuid.UUID, day time.Time) ([]uuid.UUID, error) {
	var ids []uuid.UUID
	err := selectAncestors.Scan(ctx, tx, &ids, agencies, day)
	return ids, err
}

// ClassMembers returns who is in school classes on a day, under a scope that sees them.
func ClassMembers(ctx context.Context, tx bun.IDB, classes []uuid.UUID, day time.Time) ([]uuid.UUID, error) {
	var ids []uuid.UUID
	err := tx.NewRaw(`SELECT DISTINCT person_id FROM organization.class_members
		WHERE school_class_id = ANY (?0::uuid[]) AND valid_from <= ?1 AND (valid_to IS NULL OR valid_to > ?1)`, pgdialect.Array(classes), day).Scan(ctx, &ids)
	return ids, err
}
