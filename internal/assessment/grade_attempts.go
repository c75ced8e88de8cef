package assessment

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/learning"
	"taphuan/internal/outbox"
	"taphuan/internal/question"
)

// about is what is known about attempts beside themselves.
type about struct {
	enrollments map[uuid.UUID]learning.Enrollment
	answers     map[uuid.UUID][]StoredAnswer
}

func (s *Service) readAbout(ctx context.Context, tx bun.IDB, attempts []*Attempt) (about, error) {
	enrollments, err := learning.FindEnrollments(ctx, tx, enrollmentsOf(attempts))
	if err != nil {
		return about{}, err
	}
	answers, err := listAnswersOf(ctx, tx, idsOf(attempts))
	return about{enrollments: enrollments, answers: answers}, err
}

func idsOf(attempts []*Attempt) []uuid.UUID {
	ids := make([]uuid.UUID, len(attempts))
	for i, a := range attempts {
		ids[i] = a.ID
	}
	return ids
}

func enrollmentsOf(attempts []*Attempt) []uuid.UUID {
	ids := make([]uuid.UUID, len(attempts))
	for i, a := range attempts {
		ids[i] = a.EnrollmentID
	}
	return ids
}

// ending collects what the end of attempts writes.
type ending struct {
	grades  []gradeItem
	points  []pointsItem
	scripts []scriptRow
	passes  []learning.TestPass
	events  []outbox.Event
}

// gradeTx ends locked, running attempts: it grades those that need nobody and notes the passes with what follows from
// them; answers that people mark become scripts. Few statements, however many attempts there are.
func (s *Service) gradeTx(ctx context.Context, tx bun.Tx, attempts []*Attempt) error {
	if len(attempts) == 0 {
		return nil
	}
	about, err := s.readAbout(ctx, tx, attempts)
	if err != nil {
		return err
	}
	bodies, keys, err := s.keysOf(ctx, tx, attempts)
	if err != nil {
		return err
	}
	var end ending
	for _, a := range attempts {
		test, err := s.findTest(ctx, tx, about.enrollments[a.EnrollmentID].CourseVersionID, a.Kind)
		if err != nil {
			return err
		}
		g, err := gradePaper(a.Paper, bodies, evidence{answers: about.answers[a.ID], keys: keys}, test.PassMark)
		if err != nil {
			return err
		}
		end.add(a, test.Test, g)
	}
	return s.storeEnding(ctx, tx, attempts, end)
}

func (e *ending) add(a *Attempt, test Test, g grade) {
	item := gradeItem{ID: a.ID, State: Graded, EndedBy: endedByLearner, Score: g.score, MaxScore: g.most, Scaled: &g.scaled, Passed: &g.passed}
	if a.overdue() {
		item.EndedBy = endedByDeadline
	}
	e.points = append(e.points, pointsOf(a, g)...)
	switch {
	case len(g.waiting) > 0:
		item.State, item.Scaled, item.Passed = Submitted, nil, nil
		e.scripts = append(e.scripts, scriptsOf(a, test, g.waiting)...)
	case g.passed:
		e.passes = append(e.passes, passOf(a, g))
	}
	if item.State == Graded {
		e.events = append(e.events, AttemptGraded{AttemptID: a.ID})
	}
	e.grades = append(e.grades, item)
}

func (s *Service) storeEnding(ctx context.Context, tx bun.Tx, attempts []*Attempt, end ending) error {
	if err := storePoints(ctx, tx, end.points); err != nil {
		return err
	}
	if err := storeGrades(ctx, tx, attempts, end.grades); err != nil {
		return err
	}
	if err := insertMany(ctx, tx, end.scripts); err != nil {
		return err
	}
	if _, err := s.learning.RecordTestPassesTx(ctx, tx, end.passes); err != nil {
		return err
	}
	return s.outbox.AppendTx(ctx, tx, end.events...)
}

// keysOf returns the questions of attempts with what is corrected of them, which stands until the transaction ends.
func (s *Service) keysOf(ctx context.Context, tx bun.IDB, attempts []*Attempt) (map[uuid.UUID]question.Body, map[uuid.UUID]correctedKey, error) {
	if _, err := holdKeys.Exec(ctx, tx); err != nil {
		return nil, nil, err
	}
	versions := versionsOf(attempts)
	bodies, err := s.loadBodies(ctx, tx, versions)
	if err != nil {
		return nil, nil, err
	}
	keys, err := s.correctedKeys(ctx, tx, versions)
	return bodies, keys, err
}

// versionsOf lists the question versions of papers, each once.
func versionsOf(attempts []*Attempt) []uuid.UUID {
	seen := map[uuid.UUID]bool{}
	var versions []uuid.UUID
	for _, a := range attempts {
		for _, id := range a.Paper.versions() {
			if !seen[id] {
				seen[id], versions = true, append(versions, id)
			}
		}
	}
	return versions
}

func passOf(a *Attempt, g grade) learning.TestPass {
	return learning.TestPass{EnrollmentID: a.EnrollmentID, Kind: learning.TestKind(a.Kind), Score: g.scaled}
}

func pointsOf(a *Attempt, g grade) []pointsItem {
	items := make([]pointsItem, len(g.points))
	for i, p := range g.points {
		items[i] = pointsItem{AttemptID: a.ID, Position: p.position, Points: p.points}
	}
	return items
}
