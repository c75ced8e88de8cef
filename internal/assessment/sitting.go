package assessment

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/fault"
	"taphuan/internal/postgres"
	"taphuan/internal/vietnamese"
)

// Bounds of a sitting.
const (
	shortestSitting = 5 * time.Minute
	longestSitting  = 62 * 24 * time.Hour
	farthestSitting = 366 * 24 * time.Hour // until it opens
	longestTitle    = 200
)

// Sitting (đợt kiểm tra) is when an agency lets people take a test of a course: its own, those of every agency below
// it as of the day, or one class of a school. While one that is not cancelled covers somebody, they start the test
// inside one and not outside.
type Sitting struct {
	bun.BaseModel `bun:"table:assessment.sittings,alias:s"`
	ID            uuid.UUID  `bun:"id"`
	AgencyID      uuid.UUID  `bun:"agency_id"`
	SchoolClassID *uuid.UUID `bun:"school_class_id"`
	CourseID      uuid.UUID  `bun:"course_id"`
	Kind          Kind       `bun:"kind"`
	Title         string     `bun:"title"`
	OpensAt       time.Time  `bun:"opens_at"`
	ClosesAt      time.Time  `bun:"closes_at"` // the first moment at which it is closed
	CodeHash      []byte     `bun:"code_hash"`
	Version       int        `bun:"version"`
	CreatedBy     uuid.UUID  `bun:"created_by"`
	CreatedAt     time.Time  `bun:"created_at,nullzero,default:now()"`
	CancelledBy   *uuid.UUID `bun:"cancelled_by"`
	CancelledAt   *time.Time `bun:"cancelled_at"`
	CancelReason  string     `bun:"cancel_reason"`
	ReadAt        time.Time  `bun:"read_at,scanonly"` // the database's clock when this was read
}

// SittingState is where a sitting stands by the database's clock.
type SittingState string

// The states of a sitting; none but cancelled is stored.
const (
	SittingPlanned   SittingState = "planned"
	SittingOpen      SittingState = "open"
	SittingOver      SittingState = "over"
	SittingCancelled SittingState = "cancelled"
)

// State is where the sitting stood when it was read.
func (s Sitting) State() SittingState {
	switch {
	case s.CancelledAt != nil:
		return SittingCancelled
	case s.ReadAt.Before(s.OpensAt):
		return SittingPlanned
	case s.ReadAt.Before(s.ClosesAt):
		return SittingOpen
	}
	return SittingOver
}

// NeedsCode reports whether a start in it asks for an access code.
func (s Sitting) NeedsCode() bool { return len(s.CodeHash) > 0 }

// Faults of keeping sittings.
var (
	ErrSittingChanged = fault.New(fault.Conflict, "sitting.changed",
		fault.Text{VI: "Đợt kiểm tra này vừa được người khác thay đổi. Hãy mở lại rồi sửa tiếp.", EN: "Somebody else has just changed this sitting. Open it again, then continue."})
	ErrSittingOver = fault.New(fault.Conflict, "sitting.over",
		fault.Text{VI: "Đợt kiểm tra này đã kết thúc hoặc đã hủy. Hãy mở một đợt mới.", EN: "This sitting is over or cancelled. Open a new one."})
	textSittingClosed = fault.Text{VI: "Giờ đóng phải ở tương lai.", EN: "The closing time must lie in the future."}
	textSittingShort  = fault.Text{VI: "Giờ đóng phải sau giờ mở ít nhất 5 phút.", EN: "It closes at least 5 minutes after it opens."}
	textSittingLong   = fault.Text{VI: "Một đợt kiểm tra kéo dài nhiều nhất 62 ngày.", EN: "A sitting lasts at most 62 days."}
	textSittingFar    = fault.Text{VI: "Giờ mở chỉ được trong vòng một năm tới.", EN: "It opens within the coming year."}
	textNoTest        = fault.Text{VI: "Khóa học này không có bài kiểm tra đó.", EN: "This course has no such test."}
)

// SittingTimes are what may change about a sitting. Moments decide by the database's clock.
type SittingTimes struct {
	Title             string
	OpensAt, ClosesAt time.Time
}

// check normalizes the title and refuses what cannot be; now is the database's clock.
func (t *SittingTimes) check(now time.Time) error {
	t.Title = vietnamese.Normalize(t.Title)
	f := fault.ErrInvalid.CheckText("body.title", t.Title, 3, longestTitle)
	switch length := t.ClosesAt.Sub(t.OpensAt); {
	case !t.ClosesAt.After(now):
		f = f.At("body.closesAt", "past", textSittingClosed)
	case length < shortestSitting:
		f = f.At("body.closesAt", "before", textSittingShort)
	case length > longestSitting:
		f = f.At("body.closesAt", "too_long", textSittingLong)
	}
	if t.OpensAt.Sub(now) > farthestSitting {
		f = f.At("body.opensAt", "too_far", textSittingFar)
	}
	return f.OrNil()
}

// mayOpen returns nil when the person may open sittings there: with sitting.manage at the agency, or as the teacher of
// the class. fault.ErrNotFound elsewhere.
func mayOpen(who access.Principal, agency uuid.UUID, class *uuid.UUID) error {
	if class != nil && slices.Contains(who.SchoolClassesFor(access.ManageSittings), *class) {
		return who.Require(access.ManageSittings)
	}
	return who.RequireAt(access.ManageSittings, agency)
}

// lockSitting returns a sitting that the caller may change and holds it until the commit. version is the one that was
// read; 0: any. Errors: fault.ErrNotFound for another agency's, ErrSittingChanged, ErrSittingOver.
func lockSitting(ctx context.Context, tx bun.IDB, who access.Principal, id uuid.UUID, version int) (Sitting, error) {
	var s Sitting
	if err := tx.NewSelect().Model(&s).ColumnExpr("*, now() AS read_at").Where("id = ?", id).For("UPDATE").Scan(ctx); err != nil {
		return Sitting{}, err
	}
	state := s.State()
	switch err := mayOpen(who, s.AgencyID, s.SchoolClassID); {
	case err != nil:
		return Sitting{}, err
	case version != 0 && s.Version != version:
		return Sitting{}, ErrSittingChanged
	case state == SittingOver || state == SittingCancelled:
		return Sitting{}, ErrSittingOver
	}
	return s, nil
}

// keepingSittings is the scope of whoever opens sittings at an agency: what follows from a change reaches the attempts of
// its people.
func keepingSittings(who access.Principal, agency uuid.UUID) postgres.Scope {
	return postgres.Agencies(append(who.AgenciesFor(access.ManageSittings), agency)...)
}

// recordSitting writes an act upon a sitting to the audit log. Codes are never in it.
func recordSitting(ctx context.Context, tx bun.IDB, who access.Principal, action, reason string, before, after *Sitting) error {
	entry := audit.Entry{ActorID: who.PersonID, ActorRole: string(who.RoleAt(access.ManageSittings, after.AgencyID)), AgencyID: after.AgencyID,
		Action: action, ObjectType: "sitting", ObjectID: after.ID, Reason: reason, After: after.summary()}
	if before != nil {
		entry.Before = before.summary()
	}
	return audit.RecordTx(ctx, tx, entry)
}

func (s *Sitting) summary() map[string]any {
	return map[string]any{"title": s.Title, "course": s.CourseID, "kind": s.Kind, "class": s.SchoolClassID, "opens_at": s.OpensAt.UTC().Format(time.RFC3339),
		"closes_at": s.ClosesAt.UTC().Format(time.RFC3339), "code": s.NeedsCode(), "cancelled": s.CancelledAt != nil}
}
