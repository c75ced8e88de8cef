package assessment

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/postgres"
)

// startingRules: at the hour of a test thousands start.
var startingRules = postgres.GroupRules{Most: 50, Gather: 5 * time.Millisecond, Lanes: 2, Waiting: 10_000, Patience: 30 * time.Second}

// startTries bounds how often a start looks again after another device was faster.
const startTries = 4

// StartAttempt is a learner's wish to take a test. Seat is the window in which they do; uuid.Nil: unnamed. Code is the
// access code that they typed.
type StartAttempt struct {
	EnrollmentID uuid.UUID
	Kind         Kind
	Seat         uuid.UUID
	Code         string
}

// StartAttempt begins an attempt at a test of the caller's own enrollment on a newly drawn paper (in one transaction
// with those of others), or returns the one that runs: any number of parallel starts make one attempt. It marks the
// enrollment started. An attempt whose time ran out is graded first, so that nobody waits for the
// duty that does so. Errors: fault.ErrNotFound for another's enrollment or a course without that
// test, ErrPassed, ErrExhausted, ErrLocked, ErrLessonsFirst, ErrCoolingOff and ErrNoSitting (with the time to wait), ErrCodeRequired,
// ErrCodeWrong, ErrCodePause, fault.ErrUnavailable when too many wait.
func (s *Service) StartAttempt(ctx context.Context, who access.Principal, cmd StartAttempt) (AttemptPage, error) {
	if cmd.Code != "" {
		if err := s.countCodeTry(ctx, who.PersonID); err != nil {
			return AttemptPage{}, err
		}
	}
	for range startTries {
		found, err := s.starting.Send(ctx, wish{StartAttempt: cmd, personID: who.PersonID})
		if err != nil {
			return AttemptPage{}, err
		}
		if found.made != nil {
			return s.newPage(ctx, *found.made, found.test)
		}
		if found.running == uuid.Nil {
			continue
		}
		page, err := s.resume(ctx, who, found.running)
		if err != nil || page.Attempt.State == Started {
			return page, err
		}
	}
	return AttemptPage{}, fault.ErrUnavailable
}

// resume returns an attempt that runs, or ends it when its time is over.
func (s *Service) resume(ctx context.Context, who access.Principal, id uuid.UUID) (AttemptPage, error) {
	page, err := s.FindAttempt(ctx, who, id)
	if err != nil || !page.Attempt.overdue() {
		return page, err
	}
	result, err := s.SubmitAttempt(ctx, who, id)
	return AttemptPage{Attempt: result.Attempt}, err
}

// wish is a StartAttempt with whose it is.
type wish struct {
	StartAttempt
	personID uuid.UUID
}

// started is what a wish has come to: a new attempt, or one that runs already. Neither: look again.
type started struct {
	made    *Attempt
	test    Test
	running uuid.UUID
}

// startAll starts the attempts of many learners in one transaction, under the scope of these learners.
func (s *Service) startAll(ctx context.Context, wishes []wish) ([]postgres.Outcome[started], error) {
	persons := make([]uuid.UUID, len(wishes))
	for i, w := range wishes {
		persons[i] = w.personID
	}
	var entries []*entry
	err := s.db.RunInTx(ctx, postgres.Persons(persons...), func(ctx context.Context, tx bun.Tx) error {
		var err error
		if entries, err = s.readEntries(ctx, tx, wishes); err != nil {
			return err
		}
		if err := s.admitEntries(ctx, tx, open(entries)); err != nil {
			return err
		}
		return s.makeAttempts(ctx, tx, takeTurns(open(entries)))
	})
	outcomes := make([]postgres.Outcome[started], len(entries))
	for i, e := range entries {
		outcomes[i] = postgres.Outcome[started]{Answer: e.started, Err: e.refused}
	}
	return outcomes, err
}
