package catalog

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/postgres"
)

// CoursesByID returns the current version of each of the courses, withdrawn ones too. An id that
// no course has is left out.
func (s *Service) CoursesByID(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]Course, error) {
	if len(ids) == 0 {
		return map[uuid.UUID]Course{}, nil
	}
	var rows []courseRow
	err := s.db.Read(ctx, postgres.Nobody(), func(ctx context.Context, tx bun.Tx) error {
		return tx.NewRaw(selectCourse+" WHERE c.id IN (?)", bun.List(ids)).Scan(ctx, &rows)
	})
	courses := make(map[uuid.UUID]Course, len(rows))
	for _, row := range rows {
		courses[row.ID] = row.course()
	}
	return courses, err
}
