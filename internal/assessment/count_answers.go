package assessment

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/assessment/psychometrics"
	"taphuan/internal/catalog"
	"taphuan/internal/postgres"
	"taphuan/internal/question"
)

const (
	// fewestAnswered is from how many people on figures of tests and questions are told. Five is the rule of this platform
	// for hiding people; figures of answers need more, since they correlate: where nothing is behind it, ten people show a
	// correlation beyond 0.55 or -0.55 one time in ten, and five people one beyond 0.8.
	fewestAnswered = 10
	// fewestChosen is from how many people on something is told of those who gave one answer: their mean, and the group
	// from which a share is taken.
	fewestChosen = 5
)

// CountAnswers asks for the figures of a test of a course.
type CountAnswers struct {
	CourseKey string
	Kind      Kind
	TestID    uuid.UUID // a test of the edition that is meant; uuid.Nil: the one of today
}

// findEdition returns the editions of the test and the one that is asked for; errors as readAnswers'.
func (q CountAnswers) findEdition(ctx context.Context, tx bun.IDB) (all []Edition, asked Edition, err error) {
	course, err := catalog.FindCurrent(ctx, tx, q.CourseKey)
	if err != nil {
		return nil, Edition{}, err
	}
	if all, err = listEditions(ctx, tx, course.ID, course.VersionID, q.Kind); err != nil {
		return nil, Edition{}, err
	}
	asked, err = chooseEdition(all, q.TestID)
	return all, asked, err
}

// pageOf is the part of a list that a page shows.
func pageOf[T any](all []T, limit, offset int64) []T {
	from := min(offset, int64(len(all)))
	return all[from:min(from+limit, int64(len(all)))]
}

// counted are the first attempts of people at one edition of a test.
type counted struct {
	editions []Edition
	edition  Edition
	test     pooledTest
	versions []uuid.UUID // the questions; a place here is an item of the sittings
	bodies   map[uuid.UUID]question.Body
	sittings []psychometrics.Sitting
}

// readAnswers reads what is counted, for authors and reviewers (access.ManageCourses), and calls then with it in the same
// transaction. fault.ErrNotFound for an unknown course, a course without such a test and a test of another.
func (s *Service) readAnswers(ctx context.Context, who access.Principal, q CountAnswers, then func(context.Context, bun.Tx, counted) error) error {
	if err := who.Require(access.ManageCourses); err != nil {
		return err
	}
	return s.db.Read(ctx, postgres.System(postgres.CountAnswers), func(ctx context.Context, tx bun.Tx) error {
		var c counted
		var err error
		if c.editions, c.edition, err = q.findEdition(ctx, tx); err != nil {
			return err
		}
		if c.test, err = s.findTest(ctx, tx, c.edition.version, q.Kind); err != nil {
			return err
		}
		if err := s.fill(ctx, tx, &c); err != nil {
			return err
		}
		return then(ctx, tx, c)
	})
}

// fill reads the questions, with the keys by which they are scored now, and the attempts.
func (s *Service) fill(ctx context.Context, tx bun.Tx, c *counted) error {
	var err error
	if c.versions, err = c.test.versions(); err != nil {
		return err
	}
	if err := s.fillBodies(ctx, tx, c); err != nil {
		return err
	}
	c.sittings, err = newSittingReader(c.versions, c.bodies).read(ctx, tx, c.edition.tests, c.limit())
	return err
}

// fillBodies reads the questions, with the keys by which they are scored now.
func (s *Service) fillBodies(ctx context.Context, tx bun.IDB, c *counted) error {
	var err error
	if c.bodies, err = s.loadBodies(ctx, tx, c.versions); err != nil {
		return err
	}
	keys, err := s.correctedKeys(ctx, tx, c.versions)
	if err != nil {
		return err
	}
	for id, key := range keys {
		c.bodies[id] = keyBody(c.bodies[id], key)
	}
	return nil
}

// limit is how many people are counted at most.
func (c *counted) limit() int { return mostResponses / max(c.test.QuestionCount, 1) }
