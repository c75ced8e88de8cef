package assessment

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/postgres"
)

// submittingRules: whoever hands in waits for the result; a whole class hands in at the same moment.
var submittingRules = postgres.GroupRules{Most: 50, Gather: 5 * time.Millisecond, Lanes: 2, Waiting: 5000, Patience: 30 * time.Second}

// submission is an attempt that its learner hands in.
type submission struct{ attemptID, personID uuid.UUID }

// graded is an attempt with everything that its result tells.
type graded struct {
	attempt   Attempt
	test      Test
	answers   []StoredAnswer
	standing  TestStanding
	completed bool // the enrollment
	keys      map[uuid.UUID]correctedKey
	marked    []markedRow
	appeals   []Appeal
}

// SubmitAttempt ends the caller's own attempt, grades it and notes a pass with what follows from
// it, all in one transaction (with attempts of others). Submitting again returns the same result. Another's attempt is
// fault.ErrNotFound; fault.ErrUnavailable when too many wait.
func (s *Service) SubmitAttempt(ctx context.Context, who access.Principal, id uuid.UUID) (Result, error) {
	g, err := s.submitting.Send(ctx, submission{attemptID: id, personID: who.PersonID})
	if err != nil {
		return Result{}, err
	}
	return s.resultOf(ctx, g)
}

// submitAll grades the attempts of many learners in one transaction, under the scope of these learners.
func (s *Service) submitAll(ctx context.Context, submissions []submission) ([]postgres.Outcome[graded], error) {
	ids, persons := make([]uuid.UUID, len(submissions)), make([]uuid.UUID, len(submissions))
	for i, sub := range submissions {
		ids[i], persons[i] = sub.attemptID, sub.personID
	}
	var found map[uuid.UUID]graded
	err := s.db.RunInTx(ctx, postgres.Persons(persons...), func(ctx context.Context, tx bun.Tx) error {
		attempts, err := lockAttempts(ctx, tx, ids)
		if err != nil {
			return err
		}
		about, err := s.holdAbout(ctx, tx, attempts)
		if err != nil {
			return err
		}
		ended := ended(attempts)
		if err := s.gradeTx(ctx, tx, running(attempts), &about); err != nil {
			return err
		}
		found, err = s.gradedOf(ctx, tx, attempts, about, append(ended, waiting(attempts)...))
		return err
	})
	outcomes := make([]postgres.Outcome[graded], len(submissions))
	for i, sub := range submissions {
		g, exists := found[sub.attemptID]
		if !exists || g.attempt.PersonID != sub.personID {
			outcomes[i].Err = fault.ErrNotFound
			continue
		}
		outcomes[i].Answer = g
	}
	return outcomes, err
}

func running(attempts []*Attempt) []*Attempt {
	return slices.DeleteFunc(slices.Clone(attempts), func(a *Attempt) bool { return a.State != Started && !plantedAgain() })
}

func ended(attempts []*Attempt) []*Attempt {
	return slices.DeleteFunc(slices.Clone(attempts), func(a *Attempt) bool { return a.State == Started })
}

func waiting(attempts []*Attempt) []*Attempt {
	return slices.DeleteFunc(slices.Clone(attempts), func(a *Attempt) bool { return !a.waits() })
}

// gradedOf reads what the results of attempts tell. Only those in looked can have marks of people or appeals: nothing
// was marked or appealed yet of what was graded a moment ago.
func (s *Service) gradedOf(ctx context.Context, tx bun.IDB, attempts []*Attempt, about about, looked []*Attempt) (map[uuid.UUID]graded, error) {
	others, err := listTakenOf(ctx, tx, enrollmentsOf(attempts))
	if err != nil {
		return nil, err
	}
	marked, appeals, err := readMarking(ctx, tx, idsOf(looked))
	if err != nil {
		return nil, err
	}
	found := make(map[uuid.UUID]graded, len(attempts))
	var asking []asker
	for _, a := range attempts {
		e := about.enrollments[a.EnrollmentID]
		test, err := s.findTest(ctx, tx, e.CourseVersionID, a.Kind)
		if err != nil {
			return nil, err
		}
		standing := standingOf(test.Test, others[a.EnrollmentID])
		if standing.asks() {
			asking = append(asking, asker{e, []pooledTest{test}})
		}
		found[a.ID] = graded{attempt: *a, test: test.Test, answers: about.answers[a.ID], standing: standing,
			completed: e.CompletedAt != nil || about.completed[e.ID], keys: about.keys, marked: marked[a.ID], appeals: appeals[a.ID]}
	}
	return found, s.admitAll(ctx, tx, found, asking)
}

// admitAll lets sittings and prerequisites have their say where another attempt may follow.
func (s *Service) admitAll(ctx context.Context, tx bun.IDB, found map[uuid.UUID]graded, asking []asker) error {
	if len(asking) == 0 {
		return nil
	}
	rules, err := s.rulesFor(ctx, tx, asking...)
	for id, g := range found {
		if g.standing.asks() {
			g.standing.admit(rules[g.attempt.EnrollmentID])
			found[id] = g
		}
	}
	return err
}

const selectAppeals postgres.Prepared = `SELECT id, attempt_id, position, person_id, agency_id, course_id, reason, state, created_at,
	points_position, points, answered_by, answered_at, answer, decided_by, decided_at, decision
	FROM assessment.appeals WHERE attempt_id = ANY ($1::uuid[]) ORDER BY attempt_id, position`

func readMarking(ctx context.Context, tx bun.IDB, attempts []uuid.UUID) (map[uuid.UUID][]markedRow, map[uuid.UUID][]Appeal, error) {
	if len(attempts) == 0 {
		return nil, nil, nil
	}
	marked, err := listMarked(ctx, tx, attempts)
	if err != nil {
		return nil, nil, err
	}
	var all []Appeal
	err = selectAppeals.Scan(ctx, tx, &all, attempts)
	appeals := map[uuid.UUID][]Appeal{}
	for _, a := range all {
		appeals[a.AttemptID] = append(appeals[a.AttemptID], a)
	}
	return marked, appeals, err
}
