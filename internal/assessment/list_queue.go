package assessment

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"taphuan/internal/access"
)

// Queue is what waits for the caller in one course.
type Queue struct {
	CourseID   uuid.UUID
	Waiting    int // for a mark of the caller
	Moderation int // for the caller's decision
	Held       int // by the caller
	Oldest     time.Time
}

// ListQueues returns what waits for the caller, course by course, the longest waiting first. It needs marking.do.
func (s *Service) ListQueues(ctx context.Context, who access.Principal, limit, offset int64) (queues []Queue, total int, err error) {
	scope, err := gradingScope(who, access.MarkAnswers)
	if err != nil {
		return nil, 0, err
	}
	err = s.db.Read(ctx, scope, func(ctx context.Context, tx bun.Tx) error {
		query := tx.NewSelect().TableExpr("assessment.scripts AS s").Column("course_id").
			ColumnExpr("count(*) FILTER (WHERE state = 'waiting') AS waiting").ColumnExpr("count(*) FILTER (WHERE state = 'moderation') AS moderation").
			ColumnExpr("count(*) FILTER (WHERE claimed_by = ? AND claimed_until > now()) AS held", who.PersonID).ColumnExpr("min(created_at) AS oldest").
			Where(mayMark, who.PersonID, pgdialect.Array(who.AgenciesFor(access.MarkAnswers)), pgdialect.Array(who.AgenciesFor(access.ManageGrading))).Group("course_id")
		n, err := tx.NewSelect().TableExpr("(?) AS q", query).Count(ctx)
		if err != nil {
			return err
		}
		total = int(n)
		return query.Order("oldest", "course_id").Limit(limit).Offset(offset).Scan(ctx, &queues)
	})
	return queues, total, err
}
