package catalog

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// FindDraft returns the current version of a course as a draft of the next one: whole but for the plain texts that
// search reads. The course is held until the commit, so that two edits follow each other. sql.ErrNoRows when there is
// none or the course was withdrawn.
func FindDraft(ctx context.Context, tx bun.IDB, key string) (Draft, error) {
	if _, err := tx.ExecContext(ctx, "SELECT FROM catalog.courses WHERE key = ? FOR UPDATE", key); err != nil {
		return Draft{}, err
	}
	course, err := FindCurrent(ctx, tx, key)
	if err != nil {
		return Draft{}, err
	}
	d := Draft{Course: course}
	if err := tx.NewRaw("SELECT content_hash FROM catalog.course_versions WHERE id = ?", course.VersionID).Scan(ctx, &d.ContentHash); err != nil {
		return Draft{}, err
	}
	if d.Modules, err = Outline(ctx, tx, course.VersionID); err != nil {
		return Draft{}, err
	}
	for _, m := range d.Modules {
		for i := range m.Lessons {
			l := &m.Lessons[i]
			if l.Texts, err = FindLessonTexts(ctx, tx, l.ID); err != nil {
				return Draft{}, err
			}
			if l.Questions, err = FindLessonQuestions(ctx, tx, l.ID); err != nil {
				return Draft{}, err
			}
		}
	}
	return d, nil
}

// Lesson returns the lesson with that id; nil when the draft has none.
func (d *Draft) Lesson(id uuid.UUID) *Lesson {
	for _, m := range d.Modules {
		for i := range m.Lessons {
			if m.Lessons[i].ID == id {
				return &m.Lessons[i]
			}
		}
	}
	return nil
}
