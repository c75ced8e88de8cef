package catalog

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/postgres"
)

// CoursesByID returns every current course by its id. A catalogue holds at most some thousand.
func (s *Service) CoursesByID(ctx context.Context) (map[uuid.UUID]Course, error) {
	var rows []courseRow
	err := s.db.Read(ctx, postgres.Nobody(), func(ctx context.Context, tx bun.Tx) error {
		return tx.NewRaw(selectCourse+" LIMIT 5000").Scan(ctx, &rows)
	})
	courses := make(map[uuid.UUID]Course, len(rows))
	for _, row := range rows {
		courses[row.ID] = row.course()
	}
	return courses, err
}
