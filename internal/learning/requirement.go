package learning

import (
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/fault"
)

// DueKind says how the date of a requirement is found.
type DueKind string

// The kinds of date.
const (
	DueOnDate       DueKind = "date"          // one day for everybody
	DueAfterJoining DueKind = "after_joining" // days after joining those who are named
	DueYearly       DueKind = "yearly"        // a day of every year, each a round of its own
	DueRolling      DueKind = "rolling"       // the end of the last completion's validity
)

// Requirement (yêu cầu học) says who must learn what, by when, under which document. One row is one
// version; a change closes it and opens the next, so that what was asked on a day never changes.
type Requirement struct {
	bun.BaseModel  `bun:"table:learning.requirements"`
	ID             uuid.UUID  `bun:"id"`
	FirstID        *uuid.UUID `bun:"first_id"`
	SeriesID       uuid.UUID  `bun:"series_id,scanonly"` // the same for every version
	Version        int        `bun:"version"`
	AgencyID       uuid.UUID  `bun:"agency_id"` // whose requirement it is
	DueKind        DueKind    `bun:"due_kind"`
	DueOn          *time.Time `bun:"due_on,type:date"`
	DueDays        *int       `bun:"due_days"`
	DueMonth       *int       `bun:"due_month"`
	DueDay         *int       `bun:"due_day"`
	OpenDays       *int       `bun:"open_days"`
	ValidityMonths *int       `bun:"validity_months"`
	GraceDays      int        `bun:"grace_days"`
	InOrder        bool       `bun:"in_order"`
	StartsOn       time.Time  `bun:"starts_on,type:date"`
	EndsOn         *time.Time `bun:"ends_on,type:date"` // first day on which this version no longer holds
	Document       string     `bun:"document"`
	ReasonVI       string     `bun:"reason_vi"`
	ReasonEN       string     `bun:"reason_en"`
	ChangeReason   string     `bun:"change_reason"`
	CreatedBy      *uuid.UUID `bun:"created_by"`
	CreatedAt      time.Time  `bun:"created_at,nullzero,default:now()"`
	EndedBy        *uuid.UUID `bun:"ended_by"`

	Rules []Rule `bun:"-"` // who: named by any of them
	Slots []Slot `bun:"-"` // what: every one is asked for
}

// Rule names people: officers of an agency's subtree by position group and staffing, or the
// students of one school class.
type Rule struct {
	bun.BaseModel  `bun:"table:learning.requirement_rules"`
	RequirementID  uuid.UUID   `bun:"requirement_id"`
	Number         int         `bun:"number"`
	AgencyID       uuid.UUID   `bun:"agency_id"` // the whole subtree
	Excluded       []uuid.UUID `bun:"excluded,array"`
	PositionGroups []string    `bun:"position_groups,array"` // empty: every officer
	Staffing       *string     `bun:"staffing"`              // dedicated, dual_role; nil: anybody
	SchoolClassID  *uuid.UUID  `bun:"school_class_id"`
}

// Slot is a part of what is asked for: any of its courses does it.
type Slot []uuid.UUID

// Reason says why, in both languages.
func (r Requirement) Reason() fault.Text { return fault.Text{VI: r.ReasonVI, EN: r.ReasonEN} }

// HoldsOn reports whether this version holds on a day.
func (r Requirement) HoldsOn(day time.Time) bool {
	return !day.Before(r.StartsOn) && (r.EndsOn == nil || day.Before(*r.EndsOn))
}
