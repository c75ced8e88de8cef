package gathering

import "github.com/google/uuid"

// AttendanceChanged says that who takes part in a class, or who attended it, has changed.
type AttendanceChanged struct{ ClassID uuid.UUID }

// EventName is the event's stable name.
func (AttendanceChanged) EventName() string { return "gathering.attendance_changed" }
