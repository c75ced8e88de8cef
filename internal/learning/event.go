package learning

import "github.com/google/uuid"

// CourseCompleted says that a person has completed a course in one round. It is written in the
// transaction that decided it; the certificate follows from it.
type CourseCompleted struct{ EnrollmentID uuid.UUID }

// EventName is the event's stable name.
func (CourseCompleted) EventName() string { return "learning.course_completed" }
