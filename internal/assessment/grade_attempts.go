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
	ids := make([]uuid.UUID, len(attempts))
	for i, a := range attempts {
		ids[i] = a.ID
	}
	answers, err := listAnswersOf(ctx, tx, ids)
	return about{enrollments: enrollments, answers: answers}, err
}

func enrollmentsOf(attempts []*Attempt) []uuid.UUID {
	ids := make([]uuid.UUID, len(attempts))
	for i, a := range attempts {
		ids[i] = a.EnrollmentID
	}
	return ids
}

// gradeTx grades locked, running attempts and notes the passes with what follows from them, in few statements
// however many there are.
func (s *Service) gradeTx(ctx context.Context, tx bun.Tx, attempts []*Attempt) error {
	if len(attempts) == 0 {
		return nil
	}
	about, err := s.readAbout(ctx, tx, attempts)
	if err != nil {
		return err
	}
	bodies, err := s.bodiesOf(ctx, tx, attempts)
	if err != nil {
		return err
	}
	var passes []learning.TestPass
	grades, events := make([]gradeItem, len(attempts)), make([]outbox.Event, len(attempts))
	var points []pointsItem
	for i, a := range attempts {
		test, err := s.findTest(ctx, tx, about.enrollments[a.EnrollmentID].CourseVersionID, a.Kind)
		if err != nil {
			return err
		}
		g, err := gradePaper(a.Paper, bodies, about.answers[a.ID], test.PassMark)
		if err != nil {
			return err
		}
		grades[i], events[i] = gradeItemOf(a, g), AttemptGraded{AttemptID: a.ID}
		points = append(points, pointsOf(a, g)...)
		if g.passed {
			passes = append(passes, learning.TestPass{EnrollmentID: a.EnrollmentID, Kind: learning.TestKind(a.Kind), Score: g.scaled})
		}
	}
	if err := storePoints(ctx, tx, points); err != nil {
		return err
	}
	if err := storeGrades(ctx, tx, attempts, grades); err != nil {
		return err
	}
	if _, err := s.learning.RecordTestPassesTx(ctx, tx, passes); err != nil {
		return err
	}
	return s.outbox.AppendTx(ctx, tx, events...)
}

func (s *Service) bodiesOf(ctx context.Context, tx bun.IDB, attempts []*Attempt) (map[uuid.UUID]question.Body, error) {
	var versions []uuid.UUID
	for _, a := range attempts {
		versions = append(versions, a.Paper.versions()...)
	}
	return s.loadBodies(ctx, tx, versions)
}

func gradeItemOf(a *Attempt, g grade) gradeItem {
	endedBy := endedByLearner
	if a.overdue() {
		endedBy = endedByDeadline
	}
	return gradeItem{ID: a.ID, EndedBy: endedBy, Score: g.score, Scaled: g.scaled, Passed: g.passed}
}

func pointsOf(a *Attempt, g grade) []pointsItem {
	items := make([]pointsItem, len(g.points))
	for i, p := range g.points {
		items[i] = pointsItem{AttemptID: a.ID, Position: p.position, Points: p.points}
	}
	return items
}
