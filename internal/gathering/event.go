package gathering

import "github.com/google/uuid"

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
}

// EventName is the event's stable name.
func (ClassChanged) EventName() string { return "gathering.class_changed" }
