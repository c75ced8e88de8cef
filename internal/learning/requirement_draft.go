package learning

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/fault"
	"taphuan/internal/organization"
	"taphuan/internal/vietnamese"
)

const (
	maxRules = 20
	maxSlots = 30
)

// RequirementDraft is a requirement as somebody writes it down, before it is a version.
type RequirementDraft struct {
	AgencyID       uuid.UUID // whose requirement it is
	Rules          []Rule
	Slots          []Slot
	DueKind        DueKind
	DueOn          *time.Time
	DueDays        *int
	DueMonth       *int
	DueDay         *int
	OpenDays       *int
	ValidityMonths *int
	GraceDays      int
	InOrder        bool
	StartsOn       time.Time
	Document       string
	ReasonVI       string
	ReasonEN       string
	ChangeReason   string // of a change; empty for the first version
}

// Texts of the faults of a draft.
var (
	textStartsPast = fault.Text{VI: "Ngày bắt đầu không được ở quá khứ: số liệu của những ngày đã qua không đổi.", EN: "It cannot begin in the past: figures of past days never change."}
	textDueBefore  = fault.Text{VI: "Hạn hoàn thành phải từ ngày bắt đầu trở đi.", EN: "The due date cannot be before the beginning."}
	textDueMissing = fault.Text{VI: "Hãy cho biết hạn hoàn thành theo cách đã chọn.", EN: "Give the due date in the chosen way."}
	textNoSuchDay  = fault.Text{VI: "Tháng này không có ngày đó. Với tháng 2, ngày muộn nhất là 28.", EN: "This month has no such day. In February the last is the 28th."}
	textWho        = fault.Text{VI: "Hãy chọn ít nhất một nhóm người phải học (tối đa 20).", EN: "Choose at least one group of people (at most 20)."}
	textWhat       = fault.Text{VI: "Hãy chọn ít nhất một khóa học (tối đa 30).", EN: "Choose at least one course (at most 30)."}
	textTwice      = fault.Text{VI: "Một khóa học chỉ được nêu một lần.", EN: "A course is named once only."}
	textGroup      = fault.Text{VI: "Nhóm vị trí này không có.", EN: "There is no such position group."}
)

// check normalizes the texts and refuses what cannot be; every fault is told at once.
func (d *RequirementDraft) check(today time.Time) error {
	d.Document, d.ReasonVI, d.ReasonEN = vietnamese.Normalize(d.Document), vietnamese.Normalize(d.ReasonVI), vietnamese.Normalize(d.ReasonEN)
	f := fault.ErrInvalid
	if d.StartsOn.Before(today) {
		f = f.At("body.startsOn", "past", textStartsPast)
	}
	f = f.CheckDocument("body.document", d.Document).CheckText("body.reason", d.ReasonVI, 0, fault.LongestReason).
		CheckText("body.reasonEn", d.ReasonEN, 0, fault.LongestReason)
	f = d.checkWho(f)
	f = d.checkWhat(f)
	f = d.checkDue(f)
	return f.OrNil()
}

func (d *RequirementDraft) checkWho(f *fault.Error) *fault.Error {
	if len(d.Rules) == 0 || len(d.Rules) > maxRules {
		return f.At("body.rules", "count", textWho)
	}
	for _, rule := range d.Rules {
		for _, group := range rule.PositionGroups {
			if !slices.Contains(organization.PositionGroups(), group) {
				return f.At("body.rules", "group", textGroup)
			}
		}
	}
	return f
}

// CheckCourses refuses too few or too many courses, named in any way; fault.ErrInvalid at "body.courses".
func CheckCourses[L ~[]C, C any](slots []L) error {
	wrong := len(slots) == 0 || len(slots) > maxSlots ||
		slices.ContainsFunc(slots, func(slot L) bool { return len(slot) == 0 || len(slot) > maxSlots })
	if wrong {
		return fault.ErrInvalid.At("body.courses", "count", textWhat)
	}
	return nil
}

func (d *RequirementDraft) checkWhat(f *fault.Error) *fault.Error {
	if CheckCourses(d.Slots) != nil {
		return f.At("body.courses", "count", textWhat)
	}
	seen := map[uuid.UUID]bool{}
	for _, slot := range d.Slots {
		for _, course := range slot {
			if seen[course] {
				return f.At("body.courses", "twice", textTwice)
			}
			seen[course] = true
		}
	}
	return f
}

func (d *RequirementDraft) checkDue(f *fault.Error) *fault.Error {
	switch {
	case d.DueKind == DueOnDate && d.DueOn == nil,
		(d.DueKind == DueAfterJoining || d.DueKind == DueRolling) && d.DueDays == nil,
		d.DueKind == DueYearly && (d.DueMonth == nil || d.DueDay == nil || d.OpenDays == nil),
		d.DueKind == DueRolling && (d.ValidityMonths == nil || d.OpenDays == nil):
		return f.At("body.due", "missing", textDueMissing)
	case d.DueKind == DueOnDate && d.DueOn.Before(d.StartsOn):
		return f.At("body.due", "before", textDueBefore)
	case d.DueKind == DueYearly && !isDayOfEveryYear(*d.DueMonth, *d.DueDay):
		return f.At("body.due", "no_such_day", textNoSuchDay)
	}
	return f
}

func isDayOfEveryYear(month, day int) bool {
	at := time.Date(2023, time.Month(month), day, 0, 0, 0, 0, time.UTC) // no leap year
	return at.Month() == time.Month(month) && at.Day() == day
}

// version makes the draft a version that follows another, or the first.
func (d RequirementDraft) version(id uuid.UUID, follows *Requirement, by uuid.UUID) *Requirement {
	r := &Requirement{ID: id, Version: 1, AgencyID: d.AgencyID, DueKind: d.DueKind, GraceDays: d.GraceDays, InOrder: d.InOrder, StartsOn: d.StartsOn,
		Document: d.Document, ReasonVI: d.ReasonVI, ReasonEN: d.ReasonEN, ChangeReason: d.ChangeReason, CreatedBy: &by, Rules: d.Rules, Slots: d.Slots}
	switch d.DueKind {
	case DueOnDate:
		r.DueOn = d.DueOn
	case DueAfterJoining:
		r.DueDays = d.DueDays
	case DueYearly:
		r.DueMonth, r.DueDay, r.OpenDays = d.DueMonth, d.DueDay, d.OpenDays
	case DueRolling:
		r.DueDays, r.ValidityMonths, r.OpenDays = d.DueDays, d.ValidityMonths, d.OpenDays
	}
	if follows != nil {
		series := follows.Series()
		r.FirstID, r.Version = &series, follows.Version+1
	}
	return r
}
