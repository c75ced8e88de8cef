package gathering

import (
	"time"

	"github.com/google/uuid"
)

// AttendanceChanged says that who has a place in a class, or who attended it, has changed.
type AttendanceChanged struct{ ClassID uuid.UUID }

// EventName is the event's stable name.
func (AttendanceChanged) EventName() string { return "gathering.attendance_changed" }

// PlacesChanged says what one command did to participants who have to be told. The lists do not meet.
type PlacesChanged struct {
	ClassID uuid.UUID
	Named   []uuid.UUID // named by an agency, or their registration was approved: a place or a turn
	Seated  []uuid.UUID // waited and have a place now
	Ended   []uuid.UUID // refused or withdrawn by somebody else
}

// EventName is the event's stable name.
func (PlacesChanged) EventName() string { return "gathering.places_changed" }

// ClassChanged says that a class is held at another time or place, or was cancelled.
type ClassChanged struct {
	ClassID  uuid.UUID
	ChangeID uuid.UUID // tells one change from the next
	// From is the first session to come, as it was or as it is now, that is held otherwise; nil when there is none.
	From *time.Time
}

// EventName is the event's stable name.
func (ClassChanged) EventName() string { return "gathering.class_changed" }

// StaffChanged says who was named to run a class that people are told of, or for another role in it, and who is
// named no longer. Who runs a draft is told when it opens, with the times that then stand.
type StaffChanged struct {
	ClassID  uuid.UUID
	ChangeID uuid.UUID // tells one change from the next
	Named    []uuid.UUID
	Ended    []uuid.UUID
}

// EventName is the event's stable name.
func (StaffChanged) EventName() string { return "gathering.staff_changed" }
