package assessment

import "github.com/google/uuid"

// AttemptGraded says that an attempt got its grade. It is written in the transaction that graded.
type AttemptGraded struct{ AttemptID uuid.UUID }

// EventName is the event's stable name.
func (AttemptGraded) EventName() string { return "assessment.attempt_graded" }
