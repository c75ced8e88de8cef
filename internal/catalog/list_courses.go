package catalog

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"taphuan/internal/postgres"
	"taphuan/internal/vietnamese"
)

// ListCourses asks for one page of the current courses. Query finds in titles, summaries and
// lessons, accents folded; Field keeps one field.
type ListCourses struct {
	Query         string
	Locale        string // of the reader: places in this language come first
	Field         Field
	Limit, Offset int64
}

const courseColumns = `c.id, v.id AS version_id, c.agency_id, v.number, c.key, c.code, v.title_vi, v.title_en, v.summary_vi, v.summary_en, v.outcome_vi, v.outcome_en,
	v.field, v.audience, v.level, v.periods, v.pass_mark, v.validity_months, v.review_on, v.updated_on, v.licence,
	v.watch_share, v.watch_max_speed, v.watch_in_order, v.details`

const selectCourse = `SELECT ` + courseColumns + `,
	(SELECT count(*) FROM catalog.modules m WHERE m.course_version_id = v.id) AS module_count,
	(SELECT count(*) FROM catalog.lessons l WHERE l.course_version_id = v.id) AS lesson_count
	FROM catalog.courses c JOIN catalog.course_versions v ON v.id = c.current_version_id`

// listMatches lists the courses that match, in the order of the list. Passages are read once for a
// search: this is the place for an index when there are thousands of courses.
const listMatches = `SELECT c.id FROM catalog.courses c JOIN catalog.course_versions v ON v.id = c.current_version_id
	WHERE c.withdrawn_at IS NULL AND (?0 = '' OR v.field = ?0) AND (?1 = '' OR v.search_key LIKE ?2
	OR c.id IN (SELECT p.course_id FROM catalog.passages p WHERE p.search_key LIKE ?2))
	ORDER BY (?1 <> '' AND v.search_key LIKE ?2) DESC, c.code, c.id`

// ListCourses returns a page of courses and how many there are: those with the words in the title
// first, then by code. After a search each knows the places where the words stand.
func (s *Service) ListCourses(ctx context.Context, q ListCourses) ([]Course, int, error) {
	key := vietnamese.Fold(q.Query)
	var rows []courseRow
	var matches []uuid.UUID
	var hits map[uuid.UUID]Hits
	err := s.db.Read(ctx, postgres.Nobody(), func(ctx context.Context, tx bun.Tx) error {
		if err := tx.NewRaw(listMatches, string(q.Field), key, postgres.Containing(key)).Scan(ctx, &matches); err != nil {
			return err
		}
		from := min(q.Offset, int64(len(matches)))
		page := matches[from:min(from+q.Limit, int64(len(matches)))]
		err := tx.NewRaw(selectCourse+` WHERE c.id IN (?0) ORDER BY array_position(?1::uuid[], c.id)`, bun.List(page), pgdialect.Array(page)).Scan(ctx, &rows)
		if err != nil {
			return err
		}
		hits, err = findHits(ctx, tx, page, q.Query, q.Locale)
		return err
	})
	courses := make([]Course, len(rows))
	for i, row := range rows {
		courses[i] = row.course()
		courses[i].Hits = hits[row.ID]
	}
	return courses, len(matches), err
}
