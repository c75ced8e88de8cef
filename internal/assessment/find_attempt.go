package assessment

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/learning"
	"taphuan/internal/postgres"
	"taphuan/internal/question"
)

// AttemptPage is an attempt as its learner sees it while it runs: questions without keys, points
// and explanations, and what was saved. Items stand in the order of their positions.
type AttemptPage struct {
	Attempt Attempt
	Test    Test
	Items   []question.View
	Answers []StoredAnswer
}

// FindAttempt returns the caller's own attempt; another's is fault.ErrNotFound.
func (s *Service) FindAttempt(ctx context.Context, who access.Principal, id uuid.UUID) (AttemptPage, error) {
	var page AttemptPage
	err := s.db.Read(ctx, postgres.Persons(who.PersonID), func(ctx context.Context, tx bun.Tx) error {
		attempt, err := findAttempt(ctx, tx, id, who.PersonID)
		if err != nil {
			return err
		}
		_, test, err := s.contextOf(ctx, tx, attempt)
		if err != nil {
			return err
		}
		page, err = s.pageOf(ctx, tx, attempt, test)
		return err
	})
	return page, err
}

// contextOf returns the enrollment and the test to which an attempt belongs.
func (s *Service) contextOf(ctx context.Context, tx bun.IDB, a Attempt) (learning.Enrollment, Test, error) {
	e, err := learning.FindEnrollment(ctx, tx, a.EnrollmentID)
	if err != nil {
		return e, Test{}, err
	}
	test, err := s.findTest(ctx, tx, e.CourseVersionID, a.Kind)
	return e, test.Test, err
}

func (s *Service) pageOf(ctx context.Context, tx bun.IDB, a Attempt, t Test) (AttemptPage, error) {
	items, err := s.itemsOf(ctx, tx, a.Paper)
	if err != nil {
		return AttemptPage{}, err
	}
	answers, err := listAnswers(ctx, tx, a)
	return AttemptPage{Attempt: a, Test: t, Items: items, Answers: answers}, err
}

// newPage is the page of an attempt that has just begun; its paper is at hand for the first answer.
func (s *Service) newPage(ctx context.Context, a Attempt, t Test) (AttemptPage, error) {
	s.papers.put(a.ID, heldPaper{personID: a.PersonID, paper: a.Paper})
	items, err := s.itemsOf(ctx, s.db.Bun, a.Paper)
	return AttemptPage{Attempt: a, Test: t, Items: items}, err
}

// itemsOf are the questions of a paper as a learner sees them.
func (s *Service) itemsOf(ctx context.Context, tx bun.IDB, paper Paper) ([]question.View, error) {
	bodies, err := s.loadBodies(ctx, tx, paper.versions())
	if err != nil {
		return nil, err
	}
	return redactPaper(paper, bodies)
}
