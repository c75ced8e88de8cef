package assessment

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"taphuan/internal/access"
	"taphuan/internal/question"
)

// MarkedTest is a test with answers that people mark, and how far they are.
type MarkedTest struct {
	TestID       uuid.UUID
	CourseID     uuid.UUID
	TitleVI      string
	TitleEN      string
	SecondMarker bool
	Answers      int
	Final        int
	Moderation   int // two marks differ
}

// Title is the test's title.
func (t MarkedTest) Title() question.LocalText {
	return question.LocalText{VI: t.TitleVI, EN: t.TitleEN}
}

// ListMarkedTests returns the tests that people mark within the reach of the caller, the latest first. It needs
// grading.manage.
func (s *Service) ListMarkedTests(ctx context.Context, who access.Principal, limit, offset int64) (list []MarkedTest, total int, err error) {
	scope, err := gradingScope(who, access.ManageGrading)
	if err != nil {
		return nil, 0, err
	}
	err = s.db.Read(ctx, scope, func(ctx context.Context, tx bun.Tx) error {
		counted := tx.NewSelect().TableExpr("assessment.scripts AS s").Join("JOIN assessment.tests AS t ON t.id = s.test_id").
			ColumnExpr("s.test_id, s.course_id, t.title_vi, t.title_en, t.second_marker, count(*) AS answers").
			ColumnExpr("count(*) FILTER (WHERE s.state = 'final') AS final, count(*) FILTER (WHERE s.state = 'moderation') AS moderation").
			Where("s.agency_id = ANY (?::uuid[])", pgdialect.Array(who.AgenciesFor(access.ManageGrading))).
			Group("s.test_id", "s.course_id", "t.title_vi", "t.title_en", "t.second_marker")
		n, err := tx.NewSelect().TableExpr("(?) AS q", counted).Count(ctx)
		if err != nil {
			return err
		}
		total = int(n)
		return counted.OrderExpr("max(s.created_at) DESC, s.test_id").Limit(limit).Offset(offset).Scan(ctx, &list)
	})
	return list, total, err
}
