package learning

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/organization"
)

// ListOwingTx returns the officers of an agency's subtree whom a requirement in force names for a
// course and who have not completed it, among those whom the scope can see.
func ListOwingTx(ctx context.Context, tx bun.IDB, course, agency uuid.UUID, day time.Time) ([]uuid.UUID, error) {
	places, err := organization.ListPlacesTx(ctx, tx, agency, day)
	if err != nil || len(places) == 0 {
		return nil, err
	}
	done, err := completedCourse(ctx, tx, course, places)
	if err != nil {
		return nil, err
	}
	named := map[uuid.UUID][]Requirement{} // by agency
	var owing []uuid.UUID
	for _, place := range places {
		rules, known := named[place.AgencyID]
		if !known {
			if rules, err = requirementsOf(ctx, tx, course, place.AgencyID, day); err != nil {
				return nil, err
			}
			named[place.AgencyID] = rules
		}
		if !done[place.PersonID] && anyNames(rules, place) {
			owing = append(owing, place.PersonID)
		}
	}
	return owing, nil
}

// requirementsOf returns the requirements in force for a course that reach an agency's officers.
func requirementsOf(ctx context.Context, tx bun.IDB, course, agency uuid.UUID, day time.Time) ([]Requirement, error) {
	ancestors, err := organization.Ancestors(ctx, tx, agency, day)
	if err != nil || len(ancestors) == 0 {
		return nil, err
	}
	var rules []Requirement
	err = tx.NewSelect().Model(&rules).Where("course_id = ? AND agency_id IN (?) AND school_class_id IS NULL", course, bun.List(ancestors)).
		Where("starts_on <= ?0 AND (ends_on IS NULL OR ends_on > ?0)", day).Limit(500).Scan(ctx)
	return rules, err
}

func anyNames(rules []Requirement, place organization.Place) bool {
	for _, r := range rules {
		if r.Names(place) {
			return true
		}
	}
	return false
}

func completedCourse(ctx context.Context, tx bun.IDB, course uuid.UUID, places []organization.Place) (map[uuid.UUID]bool, error) {
	ids := make([]uuid.UUID, len(places))
	for i, place := range places {
		ids[i] = place.PersonID
	}
	var people []uuid.UUID
	err := tx.NewRaw(`SELECT person_id FROM learning.completions WHERE course_id = ? AND person_id IN (?)`, course, bun.List(ids)).Scan(ctx, &people)
	done := map[uuid.UUID]bool{}
	for _, id := range people {
		done[id] = true
	}
	return done, err
}
