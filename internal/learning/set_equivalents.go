package learning

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// Equivalent (khóa tương đương) says that having done one course counts for another, under a document.
type Equivalent struct {
	CourseID uuid.UUID // the course for which it counts
	FromOn   time.Time
	Document string
}

// SetEquivalentsTx says for which courses having done one counts: what is new holds from its day, what is
// no longer named ends. Neither reaches into the past: figures of past days never change.
func SetEquivalentsTx(ctx context.Context, tx bun.IDB, done uuid.UUID, list []Equivalent, today time.Time) error {
	kept := []uuid.UUID{uuid.Nil}
	for _, e := range list {
		kept = append(kept, e.CourseID)
	}
	day := today.Format(time.DateOnly)
	const dropped = `accepted_course_id = ?0 AND course_id NOT IN (?1)`
	if _, err := tx.ExecContext(ctx, `DELETE FROM learning.course_equivalents WHERE valid_from >= ?2::date AND `+dropped, done, bun.List(kept), day); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, `UPDATE learning.course_equivalents SET valid_to = ?2::date WHERE (valid_to IS NULL OR valid_to > ?2::date) AND `+dropped, done, bun.List(kept), day)
	if err != nil {
		return err
	}
	for _, e := range list {
		_, err := tx.ExecContext(ctx, `INSERT INTO learning.course_equivalents (course_id, accepted_course_id, valid_from, document)
			SELECT ?0, ?1, GREATEST(?2::date, ?3::date), ?4
			WHERE NOT EXISTS (SELECT FROM learning.course_equivalents WHERE course_id = ?0 AND accepted_course_id = ?1 AND valid_to IS NULL)`,
			e.CourseID, done, e.FromOn.Format(time.DateOnly), day, e.Document)
		if err != nil {
			return err
		}
	}
	return nil
}
