package learninghttp

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/catalog"
	"taphuan/internal/fault"
	"taphuan/internal/learning"
)

// RequirementDraft is a requirement as somebody writes it down.
type RequirementDraft struct {
	AgencyID  uuid.UUID         `json:"agencyId" doc:"Whose requirement it is"`
	Rules     []RequirementRule `json:"rules" minItems:"1" maxItems:"20" doc:"Who: named by any of them"`
	Courses   [][]string        `json:"courses" minItems:"1" maxItems:"30" doc:"What: keys of courses; every list is asked for, any course of a list does it"`
	Due       RequirementDue    `json:"due"`
	GraceDays int               `json:"graceDays" minimum:"0" maximum:"366" doc:"Who joined less than that before the day is not counted"`
	InOrder   bool              `json:"inOrder" doc:"The courses follow each other"`
	StartsOn  string            `json:"startsOn" format:"date" maxLength:"10"`
	Document  string            `json:"document" maxLength:"300" doc:"Number and date of the document that asks for it"`
	Reason    string            `json:"reason" maxLength:"500"`
	ReasonEN  string            `json:"reasonEn,omitempty" maxLength:"500"`
}

// RequirementRule names people.
type RequirementRule struct {
	AgencyID       uuid.UUID   `json:"agencyId" doc:"The agency and everything below it"`
	Excluded       []uuid.UUID `json:"excluded,omitempty" maxItems:"100" doc:"But not these agencies and what is below them"`
	PositionGroups []string    `json:"positionGroups,omitempty" maxItems:"6" doc:"None: every officer"`
	Staffing       string      `json:"staffing,omitempty" enum:"dedicated,dual_role" doc:"None: anybody"`
	SchoolClassID  *uuid.UUID  `json:"schoolClassId,omitempty" doc:"The students of one class instead of officers"`
}

// RequirementDue says by when.
type RequirementDue struct {
	Kind           string `json:"kind" enum:"date,after_joining,yearly,rolling"`
	On             string `json:"on,omitempty" format:"date" maxLength:"10" doc:"date: the last day in time"`
	Days           *int   `json:"days,omitempty" minimum:"1" maximum:"3650" doc:"after_joining, rolling: days to do it the first time"`
	Month          *int   `json:"month,omitempty" minimum:"1" maximum:"12" doc:"yearly"`
	Day            *int   `json:"day,omitempty" minimum:"1" maximum:"31" doc:"yearly"`
	OpenDays       *int   `json:"openDays,omitempty" minimum:"1" maximum:"366" doc:"yearly, rolling: a round opens that many days before its date"`
	ValidityMonths *int   `json:"validityMonths,omitempty" minimum:"1" maximum:"120" doc:"rolling: how long a completion holds"`
}

// draftOf reads a draft; unknown courses and dates that are none are named by field.
func draftOf(ctx context.Context, p Parts, in RequirementDraft) (learning.RequirementDraft, error) {
	d := learning.RequirementDraft{AgencyID: in.AgencyID, DueKind: learning.DueKind(in.Due.Kind), DueDays: in.Due.Days, DueMonth: in.Due.Month, DueDay: in.Due.Day,
		OpenDays: in.Due.OpenDays, ValidityMonths: in.Due.ValidityMonths, GraceDays: in.GraceDays, InOrder: in.InOrder,
		Document: in.Document, ReasonVI: in.Reason, ReasonEN: in.ReasonEN}
	for _, r := range in.Rules {
		rule := learning.Rule{AgencyID: r.AgencyID, Excluded: r.Excluded, PositionGroups: r.PositionGroups, SchoolClassID: r.SchoolClassID}
		if r.Staffing != "" {
			rule.Staffing = &r.Staffing
		}
		d.Rules = append(d.Rules, rule)
	}
	var err error
	if d.StartsOn, err = requiredDay(in.StartsOn, "body.startsOn"); err != nil {
		return d, err
	}
	if d.DueOn, err = optionalDay(in.Due.On, "body.due"); err != nil {
		return d, err
	}
	d.Slots, err = slotsOf(ctx, p, in.Courses)
	return d, err
}

// slotsOf finds the courses of a draft in one question, after their number was checked.
func slotsOf(ctx context.Context, p Parts, lists [][]string) ([]learning.Slot, error) {
	if err := learning.CheckCourses(lists); err != nil {
		return nil, err
	}
	known, err := p.Courses.CoursesByKey(ctx, slices.Concat(lists...))
	if err != nil {
		return nil, err
	}
	slots := make([]learning.Slot, len(lists))
	for i, keys := range lists {
		for _, key := range keys {
			course, exists := known[key]
			if !exists {
				return nil, fault.ErrInvalid.At("body.courses", "unknown", textNoCourse)
			}
			slots[i] = append(slots[i], course.ID)
		}
	}
	return slots, nil
}

// courseByKey returns the course that a body names; fault.ErrInvalid at the field when there is none.
func courseByKey(ctx context.Context, p Parts, key string) (catalog.Course, error) {
	course, err := p.Courses.CourseByKey(ctx, key)
	if errors.Is(err, fault.ErrNotFound) {
		err = fault.ErrInvalid.At("body.courseKey", "unknown", textNoCourse)
	}
	return course, err
}

var textNoCourse = fault.Text{VI: "Không có khóa học này, hoặc đã ngừng.", EN: "There is no such course, or it was withdrawn."}

// optionalDay reads a day of a body; nil when it is empty.
func optionalDay(text, path string) (*time.Time, error) {
	if text == "" {
		return nil, nil
	}
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return nil, fault.ErrInvalid.At(path, "not_a_date", fault.TextInvalid)
	}
	return &day, nil
}

// requiredDay reads a day of a body that must be there.
func requiredDay(text, path string) (time.Time, error) {
	day, err := optionalDay(text, path)
	if err == nil && day == nil {
		err = fault.ErrInvalid.At(path, "missing", fault.TextRequired)
	}
	if err != nil {
		return time.Time{}, err
	}
	return *day, nil
}
