package assessment

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/learning"
	"taphuan/internal/postgres"
)

// TestState says whether an enrollment may take a test now.
type TestState string

// The states of a test for one enrollment.
const (
	TestOpen       TestState = "open"
	TestRunning    TestState = "running"
	TestCoolingOff TestState = "cooling_off"
	TestExhausted  TestState = "exhausted"
	TestPassed     TestState = "passed"
	TestMarking    TestState = "marking" // chờ chấm: handed in, people mark it
	TestLocked     TestState = "locked"  // a pre-test, once the final test was begun
)

// TestStanding is a test as it stands for one enrollment.
type TestStanding struct {
	Test
	State        TestState
	AttemptsUsed int
	BestScore    *int       // hundredths of 10; nil before the first grade
	OpensAt      *time.Time // while cooling off
	AttemptID    uuid.UUID  // the attempt that runs or is marked; uuid.Nil when there is none
	LastGradedID uuid.UUID  // the last attempt that has a result; uuid.Nil when there is none
	waits        bool       // AttemptID was handed in
	now          time.Time
}

// standingOf applies the rules to the attempts of an enrollment, the oldest first.
func standingOf(t Test, attempts []taken) TestStanding {
	st := TestStanding{Test: t, State: TestOpen}
	passed, finalBegun := false, false
	for _, a := range attempts {
		st.now = a.ReadAt
		finalBegun = finalBegun || a.Kind == FinalTest
		if a.Kind != t.Kind {
			continue
		}
		st.AttemptsUsed++
		if a.State != Graded {
			st.AttemptID, st.waits = a.ID, a.State != Started
			continue
		}
		st.LastGradedID, passed = a.ID, passed || *a.Passed
		if st.BestScore == nil || *a.Scaled > *st.BestScore {
			st.BestScore = a.Scaled
		}
		opens := a.SubmittedAt.Add(time.Duration(t.CoolingOffMinutes) * time.Minute)
		st.OpensAt = &opens
	}
	st.decide(passed, finalBegun)
	return st
}

// decide sets the state; OpensAt stays only where waiting helps.
func (st *TestStanding) decide(passed, finalBegun bool) {
	opens := st.OpensAt
	st.OpensAt = nil
	switch {
	case passed:
		st.State = TestPassed
	case st.waits:
		st.State = TestMarking
	case st.AttemptID != uuid.Nil:
		st.State = TestRunning
	case st.Kind == PreTest && finalBegun:
		st.State = TestLocked
	case st.AttemptsAllowed() > 0 && st.AttemptsUsed >= st.AttemptsAllowed():
		st.State = TestExhausted
	case opens != nil && opens.After(st.now):
		st.State, st.OpensAt = TestCoolingOff, opens
	}
}

// refusal says why a new attempt may not start, or nil.
func (st TestStanding) refusal() error {
	switch st.State {
	case TestPassed:
		return ErrPassed
	case TestMarking:
		return ErrMarking
	case TestLocked:
		return ErrLocked
	case TestExhausted:
		return ErrExhausted
	case TestCoolingOff:
		return ErrCoolingOff.After(st.OpensAt.Sub(st.now))
	}
	return nil
}

// FindTestStates returns the tests of an enrollment that the scope can see, the pre-test first.
func (s *Service) FindTestStates(ctx context.Context, tx bun.IDB, e learning.Enrollment) ([]TestStanding, error) {
	tests, err := s.loadTests(ctx, tx, e.CourseVersionID)
	if err != nil {
		return nil, err
	}
	attempts, err := listTaken(ctx, tx, e.ID)
	if err != nil {
		return nil, err
	}
	standings := make([]TestStanding, len(tests))
	for i, t := range tests {
		standings[i] = standingOf(t.Test, attempts)
	}
	return standings, nil
}

// FindOwnTestStates is FindTestStates for the caller's own enrollment; another's is
// fault.ErrNotFound.
func (s *Service) FindOwnTestStates(ctx context.Context, who access.Principal, enrollmentID uuid.UUID) ([]TestStanding, error) {
	var standings []TestStanding
	err := s.db.Read(ctx, postgres.Persons(who.PersonID), func(ctx context.Context, tx bun.Tx) error {
		e, err := findOwnEnrollment(ctx, tx, enrollmentID, who.PersonID)
		if err != nil {
			return err
		}
		standings, err = s.FindTestStates(ctx, tx, e)
		return err
	})
	return standings, err
}

func findOwnEnrollment(ctx context.Context, tx bun.IDB, id, person uuid.UUID) (learning.Enrollment, error) {
	e, err := learning.FindEnrollment(ctx, tx, id)
	if err == nil && e.PersonID != person {
		return learning.Enrollment{}, fault.ErrNotFound
	}
	return e, err
}
