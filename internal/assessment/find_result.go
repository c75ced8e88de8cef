package assessment

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/postgres"
	"taphuan/internal/question"
)

// Result (kết quả) is a graded attempt. Items are nil unless the test's feedback shows them.
type Result struct {
	Attempt       Attempt
	Test          Test
	Items         []ResultItem
	Completed     bool       // the enrollment is complete
	NextAttemptAt *time.Time // when the test may be taken again; nil when it may not
}

// ResultItem is one question of a graded paper with its key.
type ResultItem struct {
	Position  int
	Review    question.Review
	Points    int // hundredths
	MaxPoints int
}

// Correct reports whether the answer earned all points.
func (i ResultItem) Correct() bool { return i.Points == i.MaxPoints }

// FindResult returns the result of the caller's own attempt. One whose time is over is graded on
// the way. Errors: fault.ErrNotFound for another's, ErrNotGraded while it runs.
func (s *Service) FindResult(ctx context.Context, who access.Principal, id uuid.UUID) (Result, error) {
	var found graded
	var overdue bool
	err := s.db.Read(ctx, postgres.Persons(who.PersonID), func(ctx context.Context, tx bun.Tx) error {
		attempt, err := findAttempt(ctx, tx, id, who.PersonID)
		if err != nil {
			return err
		}
		if attempt.State == Started {
			overdue = attempt.overdue()
			return ErrNotGraded
		}
		all, err := s.gradedOf(ctx, tx, []*Attempt{&attempt})
		found = all[id]
		return err
	})
	switch {
	case overdue:
		return s.SubmitAttempt(ctx, who, id)
	case err != nil:
		return Result{}, err
	}
	return s.resultOf(ctx, found)
}

func (s *Service) resultOf(ctx context.Context, g graded) (Result, error) {
	result := Result{Attempt: g.attempt, Test: g.test, Completed: g.completed, NextAttemptAt: nextAttempt(standingOf(g.test, g.attempts))}
	if g.test.Feedback != AfterSubmit {
		return result, nil
	}
	bodies, err := s.loadBodies(ctx, s.db.Bun, g.attempt.Paper.versions())
	if err != nil {
		return Result{}, err
	}
	result.Items, err = explainPaper(g.attempt.Paper, bodies, g.answers)
	return result, err
}

func nextAttempt(st TestStanding) *time.Time {
	switch st.State {
	case TestCoolingOff:
		return st.OpensAt
	case TestOpen:
		return &st.now
	}
	return nil
}

// explainPaper puts answers, keys and explanations side by side. A late answer was not graded and
// is shown as none.
func explainPaper(paper Paper, bodies map[uuid.UUID]question.Body, answers []StoredAnswer) ([]ResultItem, error) {
	items := make([]ResultItem, len(paper.Items))
	graded := map[int]StoredAnswer{}
	for _, a := range answers {
		if !a.Late {
			graded[a.Position] = a
		}
	}
	for i, item := range paper.Items {
		answer, body := graded[i+1], bodies[item.VersionID]
		given, err := question.Stored(body, item.Layout, answer.Payload)
		if err != nil {
			return nil, err
		}
		review, err := question.ReviewOf(body, item.Layout, given)
		if err != nil {
			return nil, err
		}
		items[i] = ResultItem{Position: i + 1, Review: review, MaxPoints: int(body.MaxPoints)}
		if answer.Points != nil {
			items[i].Points = *answer.Points
		}
	}
	return items, nil
}
