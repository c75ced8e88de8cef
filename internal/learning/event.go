package learning

import "github.com/google/uuid"

// CourseCompleted says that a person has completed a course in one round. It is written in the
// transaction that decided it; the certificate follows from it.
type CourseCompleted struct{ EnrollmentID uuid.UUID }

// EventName is the event's stable name.
func (CourseCompleted) EventName() string { return "learning.course_completed" }

// RecognitionDecided says that a request for recognition was returned, accepted, refused or withdrawn.
type RecognitionDecided struct{ RecognitionID uuid.UUID }

// EventName is the event's stable name.
func (RecognitionDecided) EventName() string { return "learning.recognition_decided" }

// ExemptionDecided says that an exemption was approved, refused or withdrawn.
type ExemptionDecided struct{ ExemptionID uuid.UUID }

// EventName is the event's stable name.
func (ExemptionDecided) EventName() string { return "learning.exemption_decided" }
