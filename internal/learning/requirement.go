package learning

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"taphuan/internal/fault"
	"taphuan/internal/organization"
)

// Requirement (yêu cầu học) says who must learn what, by when, under which document.
type Requirement struct {
	bun.BaseModel  `bun:"table:learning.requirements"`
	ID             uuid.UUID  `bun:"id"`
	CourseID       uuid.UUID  `bun:"course_id"`
	AgencyID       uuid.UUID  `bun:"agency_id"` // the whole subtree
	SchoolClassID  *uuid.UUID `bun:"school_class_id"`
	PositionGroups []string   `bun:"position_groups,array"` // empty: every officer
	Staffing       *string    `bun:"staffing"`              // dedicated, dual_role; nil: anybody
	StartsOn       time.Time  `bun:"starts_on,type:date"`
	DueOn          time.Time  `bun:"due_on,type:date"`
	EndsOn         *time.Time `bun:"ends_on,type:date"`
	Document       string     `bun:"document"`
	ReasonVI       string     `bun:"reason_vi"`
	ReasonEN       string     `bun:"reason_en"`
	CreatedBy      *uuid.UUID `bun:"created_by"`
}

// Reason says why, in both languages.
func (r Requirement) Reason() fault.Text { return fault.Text{VI: r.ReasonVI, EN: r.ReasonEN} }

// Names reports whether the requirement names a person at this place. Students are named by
// their school class alone.
func (r Requirement) Names(place organization.Place) bool {
	if r.SchoolClassID != nil {
		return place.SchoolClassID == *r.SchoolClassID
	}
	if place.Kind != organization.Officer {
		return false
	}
	if len(r.PositionGroups) > 0 && !slices.Contains(r.PositionGroups, place.PositionGroup) {
		return false
	}
	return r.Staffing == nil || *r.Staffing == place.Staffing
}

// matchRequirements returns the requirements in force on a day that name a person at this place,
// the nearest date first.
func matchRequirements(ctx context.Context, tx bun.IDB, place organization.Place, day time.Time) ([]Requirement, error) {
	ancestors, err := organization.Ancestors(ctx, tx, place.AgencyID, day)
	if err != nil || len(ancestors) == 0 {
		return nil, err
	}
	var all []Requirement
	err = tx.NewSelect().Model(&all).
		Where("agency_id = ANY (?)", pgdialect.Array(ancestors)).
		Where("school_class_id IS NULL OR school_class_id = ?", place.SchoolClassID).
		Where("starts_on <= ?0 AND (ends_on IS NULL OR ends_on > ?0)", day).
		Order("due_on", "id").Limit(500).Scan(ctx)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(r Requirement) bool { return !r.Names(place) }), nil
}
