package assessment

import (
	"context"
	"database/sql"
	"errors"
	"math/rand/v2"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/fault"
	"taphuan/internal/learning"
	"taphuan/internal/organization"
	"taphuan/internal/postgres"
)

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

// StartAttempt begins an attempt at a test of the caller's own enrollment on a newly drawn paper,
// or returns the one that runs: any number of parallel starts make one attempt. It marks the
// enrollment started. An attempt whose time ran out is graded first, so that nobody waits for the
// duty that does so. Errors: fault.ErrNotFound for another's enrollment or a course without that
// test, ErrPassed, ErrExhausted, ErrLocked, ErrLessonsFirst, ErrCoolingOff and ErrNoSitting (with the time to wait), ErrCodeRequired,
// ErrCodeWrong, ErrCodePause.
func (s *Service) StartAttempt(ctx context.Context, who access.Principal, cmd StartAttempt) (AttemptPage, error) {
	if cmd.Code != "" {
		if err := s.countCodeTry(ctx, who.PersonID); err != nil {
			return AttemptPage{}, err
		}
	}
	page, err := s.startOrResume(ctx, who, cmd)
	if err != nil || !page.Attempt.overdue() {
		return page, err
	}
	if _, err := s.SubmitAttempt(ctx, who, page.Attempt.ID); err != nil {
		return AttemptPage{}, err
	}
	return s.startOrResume(ctx, who, cmd)
}

// startOrResume is StartAttempt without regard to time: the running attempt may be overdue.
func (s *Service) startOrResume(ctx context.Context, who access.Principal, cmd StartAttempt) (AttemptPage, error) {
	var page AttemptPage
	err := s.db.RunInTx(ctx, postgres.Persons(who.PersonID), func(ctx context.Context, tx bun.Tx) error {
		e, err := findOwnEnrollment(ctx, tx, cmd.EnrollmentID, who.PersonID)
		if err != nil {
			return err
		}
		test, err := s.findTest(ctx, tx, e.CourseVersionID, cmd.Kind)
		if err != nil {
			return err
		}
		attempt, err := s.openAttempt(ctx, tx, e, test, cmd)
		if err != nil {
			return err
		}
		page, err = s.pageOf(ctx, tx, attempt, test.Test)
		return err
	})
	return page, err
}

// findTest returns the test of that kind; sql.ErrNoRows when the course version has none.
func (s *Service) findTest(ctx context.Context, tx bun.IDB, versionID uuid.UUID, kind Kind) (pooledTest, error) {
	tests, err := s.loadTests(ctx, tx, versionID)
	if err != nil {
		return pooledTest{}, err
	}
	for _, t := range tests {
		if t.Kind == kind {
			return t, nil
		}
	}
	return pooledTest{}, sql.ErrNoRows
}

// openAttempt returns the running attempt or starts one.
func (s *Service) openAttempt(ctx context.Context, tx bun.Tx, e learning.Enrollment, test pooledTest, cmd StartAttempt) (Attempt, error) {
	for range startTries {
		attempts, err := listTaken(ctx, tx, e.ID)
		if err != nil {
			return Attempt{}, err
		}
		standing := standingOf(test.Test, attempts)
		if standing.State == TestRunning {
			running, err := findAttempt(ctx, tx, standing.AttemptID, e.PersonID)
			if err != nil || running.State == Started {
				return running, err
			}
			continue // graded in the meantime
		}
		start, again, err := s.mayStart(ctx, tx, e, test, standing, cmd)
		if err != nil {
			return Attempt{}, err
		}
		if again {
			continue
		}
		attempt, err := s.newAttempt(ctx, tx, e, test, start)
		if errors.Is(err, sql.ErrNoRows) {
			continue // another device was faster
		}
		return attempt, err
	}
	return Attempt{}, fault.ErrUnavailable
}

// start is how a new attempt begins.
type start struct {
	number  int
	seat    uuid.UUID
	sitting *Sitting // nil: outside sittings
	terms   learnerTerms
}

// mayStart asks the rules of the test and the sittings; again: a sitting has just been changed, look once more.
func (s *Service) mayStart(ctx context.Context, tx bun.IDB, e learning.Enrollment, test pooledTest, st TestStanding, cmd StartAttempt) (begin start, again bool, err error) {
	if err := st.refusal(); err != nil {
		return start{}, false, err
	}
	rules, err := s.rulesFor(ctx, tx, e, test)
	if err != nil {
		return start{}, false, err
	}
	st.admit(rules)
	if err := st.refusal(); err != nil {
		return start{}, false, err
	}
	begin = start{number: st.AttemptsUsed + 1, seat: cmd.Seat, terms: rules.terms}
	begin.sitting, again, err = s.enter(ctx, tx, st.Door, e.PersonID, cmd.Code)
	return begin, again, err
}

// newAttempt draws a paper and stores the attempt; sql.ErrNoRows when another device was faster.
func (s *Service) newAttempt(ctx context.Context, tx bun.Tx, e learning.Enrollment, test pooledTest, begin start) (Attempt, error) {
	seed := rand.Uint64()
	versions, err := drawVersions(test, seed)
	if err != nil {
		return Attempt{}, err
	}
	if begin.terms.PlainItems {
		versions = plainVersions(test, versions)
	}
	bodies, err := s.loadBodies(ctx, tx, versions)
	if err != nil {
		return Attempt{}, err
	}
	place, err := s.placeNow(ctx, tx, e)
	if err != nil {
		return Attempt{}, err
	}
	paper, most, err := freezePaper(test.Test, versions, bodies, seed)
	if err != nil {
		return Attempt{}, err
	}
	attempt, err := insertAttempt(ctx, tx, Attempt{ID: audit.NewID(), TestID: test.ID, EnrollmentID: e.ID, PersonID: e.PersonID, AgencyID: place.AgencyID,
		CourseID: e.CourseID, Kind: test.Kind, Number: begin.number, Seed: int64(seed), Paper: paper, MaxScore: int(most), Seat: begin.seat,
		ExtraSeconds: int(begin.terms.extraTime(test.Minutes).Seconds())}, test.Minutes, begin.sitting)
	if err != nil {
		return Attempt{}, err
	}
	return attempt, s.learning.StartTx(ctx, tx, e)
}

// placeNow is where the learner stands today; at the enrollment's agency when they have left every one.
func (s *Service) placeNow(ctx context.Context, tx bun.IDB, e learning.Enrollment) (organization.Place, error) {
	place, err := organization.FindPlace(ctx, tx, e.PersonID, organization.Day(s.now()))
	if place.AgencyID == uuid.Nil {
		place.AgencyID = e.AgencyID
	}
	return place, err
}
