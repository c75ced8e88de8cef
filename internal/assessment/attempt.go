package assessment

import (
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// AttemptState is where an attempt stands.
type AttemptState string

// The states of an attempt; see doc.go for what follows what. Expired is never stored: it is a started attempt whose
// time is over and which the next turn of CloseOverdueAttempts ends.
const (
	Started     AttemptState = "started"
	Expired     AttemptState = "expired"
	Submitted   AttemptState = "submitted"    // đã nộp, chờ chấm: Score is what the platform has scored by itself
	UnderReview AttemptState = "under_review" // đang chấm: somebody has marked an answer
	Graded      AttemptState = "graded"
)

// Who ended an attempt.
const (
	endedByLearner  = "learner"
	endedByDeadline = "deadline"
)

// Attempt (lượt làm bài) is one try at a test, on a paper of its own.
type Attempt struct {
	bun.BaseModel `bun:"table:assessment.attempts"`
	ID            uuid.UUID    `bun:"id"`
	TestID        uuid.UUID    `bun:"test_id"`
	EnrollmentID  uuid.UUID    `bun:"enrollment_id"`
	PersonID      uuid.UUID    `bun:"person_id"`
	AgencyID      uuid.UUID    `bun:"agency_id"` // of the moment of starting
	CourseID      uuid.UUID    `bun:"course_id"`
	Kind          Kind         `bun:"kind"`
	Number        int          `bun:"number"` // counts from 1 in the enrollment and kind
	State         AttemptState `bun:"state"`
	EndedBy       *string      `bun:"ended_by"`
	Seed          int64        `bun:"seed"`
	Paper         Paper        `bun:"paper,type:jsonb"`
	StartedAt     time.Time    `bun:"started_at"`
	DeadlineAt    time.Time    `bun:"deadline_at"`
	SubmittedAt   *time.Time   `bun:"submitted_at"`
	Score         *int         `bun:"score"` // hundredths of a point; without what people still mark until Graded
	MaxScore      int          `bun:"max_score"`
	Scaled        *int         `bun:"scaled"` // hundredths of 10
	Passed        *bool        `bun:"passed"`
	Seat          uuid.UUID    `bun:"seat"`              // the window in which it is taken; uuid.Nil: nobody claimed it
	TimeBack      int          `bun:"time_back_seconds"` // given back for outages, part of the deadline
	ExtraSeconds  int          `bun:"extra_seconds"`     // the learner's own, frozen at the start, part of the deadline
	GradedAt      *time.Time   `bun:"graded_at"`         // of the result that stands; nil: when it was submitted
	ReadAt        time.Time    `bun:"read_at,scanonly"`  // the database's clock when this was read
}

// CurrentState is the state by the database's clock.
func (a Attempt) CurrentState() AttemptState {
	if a.overdue() {
		return Expired
	}
	return a.State
}

// overdue reports whether the attempt runs although its deadline and the grace have passed.
func (a Attempt) overdue() bool {
	return a.State == Started && a.ReadAt.After(a.DeadlineAt.Add(Grace))
}

// waits reports whether the attempt was handed in and people still mark it.
func (a Attempt) waits() bool { return a.State == Submitted || a.State == UnderReview }

// DecidedAt is when the result that stands was known; nil before.
func (a Attempt) DecidedAt() *time.Time {
	if a.State != Graded || a.GradedAt != nil {
		return a.GradedAt
	}
	return a.SubmittedAt
}
