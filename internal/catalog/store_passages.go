package catalog

import (
	"context"
	"strings"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/postgres"
	"taphuan/internal/vietnamese"
)

// passage is one title or paragraph of a course's current version, as search finds it.
type passage struct {
	bun.BaseModel `bun:"table:catalog.passages"`
	CourseID      uuid.UUID  `bun:"course_id"`
	Locale        string     `bun:"locale"`
	Number        int        `bun:"number"` // in reading order
	ModuleID      *uuid.UUID `bun:"module_id"`
	LessonID      *uuid.UUID `bun:"lesson_id"`
	IsTitle       bool       `bun:"is_title"`
	Text          string     `bun:"text"`
	SearchKey     string     `bun:"search_key"`
}

// replacePassages makes the draft, as stored, what search finds of its course.
func replacePassages(ctx context.Context, tx bun.Tx, d *Draft) error {
	if _, err := tx.ExecContext(ctx, "DELETE FROM catalog.passages WHERE course_id = ?", d.ID); err != nil {
		return err
	}
	passages := append(passagesOf(d, "vi"), passagesOf(d, "en")...)
	if len(passages) == 0 {
		return nil
	}
	_, err := tx.NewInsert().Model(&passages).Exec(ctx)
	return err
}

// passagesOf lists the passages of a stored draft in one language, in reading order.
func passagesOf(d *Draft, locale string) []passage {
	var found []passage
	add := func(module, lesson uuid.UUID, isTitle bool, text string) {
		if text = vietnamese.Normalize(text); text == "" {
			return
		}
		found = append(found, passage{CourseID: d.ID, Locale: locale, Number: len(found) + 1, ModuleID: postgres.NullID(module), LessonID: postgres.NullID(lesson),
			IsTitle: isTitle, Text: text, SearchKey: vietnamese.Fold(text)})
	}
	add(uuid.Nil, uuid.Nil, false, d.Outcome.in(locale))
	for _, m := range d.Modules {
		add(m.ID, uuid.Nil, true, m.Title.in(locale))
		for _, l := range m.Lessons {
			add(m.ID, l.ID, true, l.Title.in(locale))
			for paragraph := range strings.SplitSeq(l.Texts[locale].PlainText, "\n") {
				add(m.ID, l.ID, false, paragraph)
			}
		}
	}
	return found
}
