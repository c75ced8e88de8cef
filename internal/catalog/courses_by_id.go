package catalog

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/fault"
	"taphuan/internal/postgres"
)

// CoursesByID returns the current version of each of the courses, withdrawn ones too. An id that
// no course has is left out.
func (s *Service) CoursesByID(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]Course, error) {
	if len(ids) == 0 {
		return map[uuid.UUID]Course{}, nil
	}
	rows, err := s.coursesWhere(ctx, " WHERE c.id IN (?)", bun.List(ids))
	courses := make(map[uuid.UUID]Course, len(rows))
	for _, row := range rows {
		courses[row.ID] = row.course()
	}
	return courses, err
}

// CoursesByKey returns the current version of each of the courses. A key that no course has, or one
// that was withdrawn, is left out.
func (s *Service) CoursesByKey(ctx context.Context, keys []string) (map[string]Course, error) {
	if len(keys) == 0 {
		return map[string]Course{}, nil
	}
	rows, err := s.coursesWhere(ctx, " WHERE c.withdrawn_at IS NULL AND c.key IN (?)", bun.List(keys))
	courses := make(map[string]Course, len(rows))
	for _, row := range rows {
		courses[row.Key] = row.course()
	}
	return courses, err
}

// CourseByKey returns the current version of a course; fault.ErrNotFound when no course has the key or
// it was withdrawn.
func (s *Service) CourseByKey(ctx context.Context, key string) (Course, error) {
	found, err := s.CoursesByKey(ctx, []string{key})
	course, stands := found[key]
	if err == nil && !stands {
		err = fault.ErrNotFound
	}
	return course, err
}

func (s *Service) coursesWhere(ctx context.Context, where string, list any) ([]courseRow, error) {
	var rows []courseRow
	err := s.db.Read(ctx, postgres.Nobody(), func(ctx context.Context, tx bun.Tx) error {
		return tx.NewRaw(selectCourse+where, list).Scan(ctx, &rows)
	})
	return rows, err
}

// CourseIDs returns the ids of courses by their keys, withdrawn ones too. A key that no course has is left out.
func CourseIDs(ctx context.Context, tx bun.IDB, keys []string) (map[string]uuid.UUID, error) {
	ids := make(map[string]uuid.UUID, len(keys))
	if len(keys) == 0 {
		return ids, nil
	}
	var rows []struct {
		ID  uuid.UUID
		Key string
	}
	err := tx.NewRaw(`SELECT id, key FROM catalog.courses WHERE key IN (?)`, bun.List(keys)).Scan(ctx, &rows)
	for _, row := range rows {
		ids[row.Key] = row.ID
	}
	return ids, err
}
