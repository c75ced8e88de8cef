package assessment

import (
	"context"
	"maps"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/audit"
	"taphuan/internal/learning"
	"taphuan/internal/outbox"
)

// regrading is one attempt beside the grade that its evidence gives now.
type regrading struct {
	attempt *Attempt
	grade   grade
}

// passed is whether the attempt passes: a pass that was given is never taken away.
func (r regrading) passed() bool {
	return r.grade.passed || (r.attempt.Passed != nil && *r.attempt.Passed)
}

// keeps reports whether the attempt stays passed although the new points would not have passed it.
func (r regrading) keeps() bool { return r.passed() && !r.grade.passed }

// changes reports whether the result becomes another one.
func (r regrading) changes() bool {
	a, g := r.attempt, r.grade
	return a.State != Graded || *a.Score != g.score || a.MaxScore != g.most || *a.Scaled != g.scaled || *a.Passed != r.passed()
}

// regradings grades attempts that were handed in again, under locks of the caller, and writes nothing. overlay stands
// over the corrections in force. Attempts that wait for people are left out.
func (s *Service) regradings(ctx context.Context, tx bun.IDB, attempts []*Attempt, overlay map[uuid.UUID]correctedKey) ([]regrading, error) {
	if len(attempts) == 0 {
		return nil, nil
	}
	about, err := s.holdAbout(ctx, tx, attempts)
	if err != nil {
		return nil, err
	}
	bodies, err := s.loadBodies(ctx, tx, versionsOf(attempts))
	if err != nil {
		return nil, err
	}
	maps.Copy(about.keys, overlay)
	found, err := findEvidence(ctx, tx, attempts, about)
	if err != nil {
		return nil, err
	}
	var all []regrading
	for _, a := range attempts {
		test, err := s.findTest(ctx, tx, about.enrollments[a.EnrollmentID].CourseVersionID, a.Kind)
		if err != nil {
			return nil, err
		}
		g, err := gradePaper(a.Paper, bodies, found[a.ID], test.PassMark)
		if err != nil {
			return nil, err
		}
		if len(g.waiting) == 0 {
			all = append(all, regrading{a, g})
		}
	}
	return all, nil
}

// regradeTx gives locked attempts that were handed in the result that follows from their evidence, with its history
// and what follows from a pass. Those whose result stays are left alone: doing it again changes nothing.
func (s *Service) regradeTx(ctx context.Context, tx bun.Tx, attempts []*Attempt, why PointChange) error {
	all, err := s.regradings(ctx, tx, attempts, nil)
	if err != nil {
		return err
	}
	var grades []gradeItem
	var points []pointsItem
	var history []PointChange
	var passes []learning.TestPass
	var events []outbox.Event
	for _, r := range all {
		if !r.changes() {
			continue
		}
		grades, points = append(grades, r.item()), append(points, pointsOf(r.attempt, r.grade)...)
		history, events = append(history, r.change(why)), append(events, ResultDecided{AttemptID: r.attempt.ID, Cause: why.Cause})
		if r.grade.passed && r.attempt.Kind.Counts() {
			passes = append(passes, passOf(r.attempt, r.grade))
		}
	}
	if len(grades) == 0 {
		return nil
	}
	if err := storePoints(ctx, tx, points); err != nil {
		return err
	}
	if err := storeResults(ctx, tx, grades); err != nil {
		return err
	}
	if err := insertMany(ctx, tx, history); err != nil {
		return err
	}
	if _, err := s.learning.RecordTestPassesTx(ctx, tx, passes); err != nil {
		return err
	}
	return s.outbox.AppendTx(ctx, tx, events...)
}

func (r regrading) item() gradeItem {
	passed := r.passed()
	return gradeItem{ID: r.attempt.ID, State: Graded, Score: r.grade.score, MaxScore: r.grade.most, Scaled: &r.grade.scaled, Passed: &passed}
}

// change is the line of history that the new result leaves.
func (r regrading) change(why PointChange) PointChange {
	a := r.attempt
	why.ID, why.AttemptID, why.PersonID, why.AgencyID = audit.NewID(), a.ID, a.PersonID, a.AgencyID
	why.ScoreBefore, why.ScoreAfter, why.ScaledBefore, why.ScaledAfter = *a.Score, r.grade.score, a.Scaled, r.grade.scaled
	why.PassedBefore, why.PassedAfter = a.Passed, r.passed()
	return why
}
