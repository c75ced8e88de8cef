package assessment

import "github.com/google/uuid"

// AttemptGraded says that an attempt got its grade. It is written in the transaction that graded.
type AttemptGraded struct{ AttemptID uuid.UUID }

// EventName is the event's stable name.
func (AttemptGraded) EventName() string { return "assessment.attempt_graded" }

// ResultDecided says that an attempt that was handed in got its result from people, or another result.
type ResultDecided struct {
	AttemptID uuid.UUID
	Cause     Cause
}

// EventName is the event's stable name.
func (ResultDecided) EventName() string { return "assessment.result_decided" }

// AppealAnswered says that an appeal has come to its end.
type AppealAnswered struct{ AppealID uuid.UUID }

// EventName is the event's stable name.
func (AppealAnswered) EventName() string { return "assessment.appeal_answered" }
