package assessment

import (
	"context"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"taphuan/internal/access"
	"taphuan/internal/assessment/psychometrics"
)

// TestFigures are the figures of one edition of a test, over the first attempt of each person.
type TestFigures struct {
	Test     Test // as the edition has it
	Editions []Edition
	Edition  Edition
	Summary  *psychometrics.Summary // nil: fewer than ten people
	// Gain compares the first attempt at the final test with the pre-test of the same people; nil for a pre-test and for
	// fewer than ten people. Whoever passed the pre-test and was spared the course is not in it.
	Gain    *psychometrics.Gain
	Limited bool // only the latest people were counted
}

// CountMarks counts the marks of a test. No person leaves it, and nothing is told of fewer than ten. Errors as
// readAnswers'.
func (s *Service) CountMarks(ctx context.Context, who access.Principal, q CountAnswers) (TestFigures, error) {
	var figures TestFigures
	err := s.readAnswers(ctx, who, q, func(ctx context.Context, tx bun.Tx, c counted) error {
		figures = TestFigures{Test: c.test.Test, Editions: c.editions, Edition: c.edition, Limited: len(c.sittings) >= c.limit()}
		if len(c.sittings) < fewestAnswered {
			return nil
		}
		figures.Summary = psychometrics.Summarize(c.sittings, c.test.PassMark)
		if q.Kind != FinalTest {
			return nil
		}
		pairs, err := listPairs(ctx, tx, c)
		if len(pairs) >= fewestAnswered {
			figures.Gain = psychometrics.GainOf(pairs)
		}
		return err
	})
	return figures, err
}

// listPairs returns the marks of the pre-test and of the first final test of the same enrollments.
func listPairs(ctx context.Context, tx bun.IDB, c counted) ([]psychometrics.Pair, error) {
	var pairs []psychometrics.Pair
	err := tx.NewRaw(`SELECT p.scaled AS before, a.scaled AS after FROM assessment.attempts a
		JOIN assessment.attempts p ON p.enrollment_id = a.enrollment_id AND p.kind = 'pre_test' AND p.number = 1 AND p.state = 'graded'
		WHERE a.test_id = ANY (?::uuid[]) AND a.state = 'graded' AND a.number = 1 AND p.submitted_at <= a.started_at
		ORDER BY a.submitted_at DESC LIMIT ?`, pgdialect.Array(c.edition.tests), c.limit()).Scan(ctx, &pairs)
	return pairs, err
}
