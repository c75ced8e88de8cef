package assessment

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/learning"
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
	TestLocked     TestState = "locked"  // a pre-test, once the final test was begun; a test that waits for the lessons
	TestClosed     TestState = "closed"  // outside the sittings in which it is open
)

// TestStanding is a test as it stands for one enrollment.
type TestStanding struct {
	Test
	State        TestState
	AttemptsUsed int
	BestScore    *int          // hundredths of 10; nil before the first grade
	OpensAt      *time.Time    // while cooling off, or closed until a sitting opens: the first moment at which it may start
	AttemptID    uuid.UUID     // the attempt that runs or is marked; uuid.Nil when there is none
	LastGradedID uuid.UUID     // the last attempt that has a result; uuid.Nil when there is none
	Door         Door          // which sittings let in
	LessonsLeft  int           // above zero while the test waits for them
	ExtraTime    time.Duration // of the learner, beyond the test's minutes
	waits        bool          // AttemptID was handed in
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
	case passed && st.Kind.Counts():
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

// asks reports whether sittings and prerequisites have a say: the attempts leave room for another.
func (st TestStanding) asks() bool { return st.State == TestOpen || st.State == TestCoolingOff }

// admit adds what the sittings and the prerequisites say.
func (st *TestStanding) admit(r rules) {
	st.Door, st.ExtraTime = r.doors[st.Kind], r.terms.extraTime(st.Minutes)
	if st.State == TestCoolingOff {
		st.Door = st.Door.from(*st.OpensAt)
	}
	switch {
	case !st.asks():
	case st.Requires == RequiresLessons && r.lessonsLeft > 0:
		st.State, st.OpensAt, st.LessonsLeft = TestLocked, nil, r.lessonsLeft
	case st.Door.closed():
		st.State, st.OpensAt = TestClosed, st.Door.nextOpening()
	}
}

// rules are what an enrollment's tests ask beside their attempts.
type rules struct {
	terms       learnerTerms
	doors       map[Kind]Door
	lessonsLeft int // counted only where a test asks for the lessons
}

// asker is an enrollment with those of its tests that are looked at.
type asker struct {
	learning.Enrollment
	tests []pooledTest
}

// rulesFor reads them, by enrollment.
func (s *Service) rulesFor(ctx context.Context, tx bun.IDB, askers ...asker) (map[uuid.UUID]rules, error) {
	var all, waiting []learning.Enrollment
	var persons []uuid.UUID
	for _, a := range askers {
		all, persons = append(all, a.Enrollment), append(persons, a.PersonID)
		if slices.ContainsFunc(a.tests, func(t pooledTest) bool { return t.Requires == RequiresLessons }) {
			waiting = append(waiting, a.Enrollment)
		}
	}
	terms, err := s.termsOf(ctx, tx, persons)
	if err != nil {
		return nil, err
	}
	lessonsLeft, err := learning.LessonsLeft(ctx, tx, waiting)
	if err != nil {
		return nil, err
	}
	doors, err := s.doorsOf(ctx, tx, all)
	found := make(map[uuid.UUID]rules, len(all))
	for _, e := range all {
		found[e.ID] = rules{terms: terms[e.PersonID], doors: doors[e.ID], lessonsLeft: lessonsLeft[e.ID]}
	}
	return found, err
}

// refusal says why a new attempt may not start, or nil.
func (st TestStanding) refusal() error {
	switch st.State {
	case TestPassed:
		return ErrPassed
	case TestMarking:
		return ErrMarking
	case TestLocked:
		if st.LessonsLeft > 0 {
			return ErrLessonsFirst
		}
		return ErrLocked
	case TestExhausted:
		return ErrExhausted
	case TestCoolingOff:
		return ErrCoolingOff.After(st.OpensAt.Sub(st.now))
	case TestClosed:
		if st.OpensAt != nil {
			return ErrNoSitting.After(st.OpensAt.Sub(st.Door.Sitting.ReadAt))
		}
		return ErrNoSitting
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
	rules, err := s.rulesFor(ctx, tx, asker{e, tests})
	if err != nil {
		return nil, err
	}
	standings := make([]TestStanding, len(tests))
	for i, t := range tests {
		standings[i] = standingOf(t.Test, attempts)
		standings[i].admit(rules[e.ID])
	}
	return standings, nil
}
