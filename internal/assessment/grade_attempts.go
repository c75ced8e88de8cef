package assessment

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/learning"
	"taphuan/internal/outbox"
)

// about is what is known about attempts beside themselves.
type about struct {
	enrollments map[uuid.UUID]learning.Enrollment
	answers     map[uuid.UUID][]StoredAnswer
	keys        map[uuid.UUID]correctedKey // by question version
	completed   map[uuid.UUID]bool         // enrollments that are complete since they were read
}

// readAbout reads it for attempts that the scope can see.
func (s *Service) readAbout(ctx context.Context, tx bun.IDB, attempts []*Attempt) (found about, err error) {
	if found.enrollments, err = learning.FindEnrollments(ctx, tx, enrollmentsOf(attempts)); err != nil {
		return found, err
	}
	if found.answers, err = listAnswersOf(ctx, tx, idsOf(attempts)); err != nil {
		return found, err
	}
	found.keys, err = s.correctedKeys(ctx, tx, versionsOf(attempts))
	return found, err
}

// holdAbout is readAbout for whoever grades by it: the keys stand until the transaction ends.
func (s *Service) holdAbout(ctx context.Context, tx bun.IDB, attempts []*Attempt) (about, error) {
	if _, err := holdKeys.Exec(ctx, tx); err != nil {
		return about{}, err
	}
	return s.readAbout(ctx, tx, attempts)
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
// them; answers that people mark become scripts. Few statements, however many attempts there are. about, which was held
// (see holdAbout), is brought up to date.
func (s *Service) gradeTx(ctx context.Context, tx bun.Tx, attempts []*Attempt, about *about) error {
	if len(attempts) == 0 {
		return nil
	}
	bodies, err := s.loadBodies(ctx, tx, versionsOf(attempts))
	if err != nil {
		return err
	}
	var end ending
	for _, a := range attempts {
		test, err := s.findTest(ctx, tx, about.enrollments[a.EnrollmentID].CourseVersionID, a.Kind)
		if err != nil {
			return err
		}
		g, err := gradePaper(a.Paper, bodies, evidence{answers: about.answers[a.ID], keys: about.keys}, test.PassMark)
		if err != nil {
			return err
		}
		end.add(a, test.Test, g)
		about.notePoints(a, g)
	}
	about.completed, err = s.storeEnding(ctx, tx, attempts, end)
	return err
}

// notePoints notes what the answers of an attempt have earned.
func (about *about) notePoints(a *Attempt, g grade) {
	earned := make(map[int]int, len(g.points))
	for _, p := range g.points {
		earned[p.position] = p.points
	}
	answers := about.answers[a.ID]
	for i := range answers {
		if points, graded := earned[answers[i].Position]; graded {
			answers[i].Points = &points
		}
	}
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
	case g.passed && a.Kind.Counts():
		e.passes = append(e.passes, passOf(a, g))
	}
	if item.State == Graded {
		e.events = append(e.events, AttemptGraded{AttemptID: a.ID})
	}
	e.grades = append(e.grades, item)
}

// storeEnding writes it and returns the enrollments that are complete by a pass of it.
func (s *Service) storeEnding(ctx context.Context, tx bun.Tx, attempts []*Attempt, end ending) (complete map[uuid.UUID]bool, err error) {
	if err := storePoints(ctx, tx, end.points); err != nil {
		return nil, err
	}
	if err := storeGrades(ctx, tx, attempts, end.grades); err != nil {
		return nil, err
	}
	if err := insertMany(ctx, tx, end.scripts); err != nil {
		return nil, err
	}
	if complete, err = s.learning.RecordTestPassesTx(ctx, tx, end.passes); err != nil {
		return nil, err
	}
	return complete, s.outbox.AppendTx(ctx, tx, end.events...)
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
