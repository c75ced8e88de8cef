package catalog

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"taphuan/internal/audit"
	"taphuan/internal/postgres"
	"taphuan/internal/vietnamese"
)

func insertVersion(ctx context.Context, tx bun.Tx, d *Draft, now time.Time) error {
	search := vietnamese.Fold(d.Code + " " + d.Title.VI + " " + d.Title.EN + " " + d.Summary.VI + " " + d.Summary.EN + " " + d.Outcome.VI + " " + d.Outcome.EN)
	watching := d.Watching.orUsual()
	_, err := tx.ExecContext(ctx, `INSERT INTO catalog.course_versions
		(id, course_id, number, state, title_vi, title_en, summary_vi, summary_en, outcome_vi, outcome_en, field, audience, level,
		 periods, pass_mark, validity_months, review_on, updated_on, licence, details, content_hash, search_key, published_at,
		 watch_share, watch_max_speed, watch_in_order)
		VALUES (?, ?, ?, 'published', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		d.VersionID, d.ID, d.Number, d.Title.VI, d.Title.EN, d.Summary.VI, d.Summary.EN, d.Outcome.VI, d.Outcome.EN,
		string(d.Field), pgdialect.Array(append([]string{}, d.Audience...)), d.Level, d.Periods, d.PassMark, d.ValidityMonths,
		bun.NullTime{Time: d.ReviewOn}, d.UpdatedOn, d.Licence, postgres.JSON{V: d.Details}, d.ContentHash, search, now,
		watching.Share, watching.MaxSpeed, watching.InOrder)
	if err != nil {
		return err
	}
	position := 0
	for i := range d.Modules {
		if err := insertModule(ctx, tx, d, i, &position); err != nil {
			return err
		}
	}
	return nil
}

func insertModule(ctx context.Context, tx bun.Tx, d *Draft, i int, position *int) error {
	m := &d.Modules[i]
	m.ID = audit.NewID()
	_, err := tx.ExecContext(ctx, `INSERT INTO catalog.modules (id, course_version_id, position, key, title_vi, title_en) VALUES (?, ?, ?, ?, ?, ?)`,
		m.ID, d.VersionID, i+1, m.Key, m.Title.VI, m.Title.EN)
	if err != nil {
		return err
	}
	for j := range m.Lessons {
		*position++
		if err := insertLesson(ctx, tx, d.VersionID, m.ID, *position, &m.Lessons[j]); err != nil {
			return err
		}
	}
	return nil
}

func insertLesson(ctx context.Context, tx bun.Tx, version, module uuid.UUID, position int, l *Lesson) error {
	l.ID = audit.NewID()
	_, err := tx.ExecContext(ctx, `INSERT INTO catalog.lessons
		(id, module_id, course_version_id, position, slug, kind, title_vi, title_en, minutes, video_id, video_voice, poster_id)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULLIF(?, ''), ?)`,
		l.ID, module, version, position, l.Slug, string(l.Kind), l.Title.VI, l.Title.EN, l.Minutes, postgres.NullID(l.VideoID), l.Voice, postgres.NullID(l.PosterID))
	if err != nil {
		return err
	}
	for locale, text := range l.Texts {
		_, err := tx.ExecContext(ctx, `INSERT INTO catalog.lesson_texts (lesson_id, locale, goal, blocks, transcript_html, captions_id)
			VALUES (?, ?, ?, ?, ?, ?)`,
			l.ID, locale, text.Goal, postgres.JSON{V: text.Blocks}, text.TranscriptHTML, postgres.NullID(text.CaptionsID))
		if err != nil {
			return err
		}
	}
	return insertQuestions(ctx, tx, l.ID, l.Questions)
}

func insertQuestions(ctx context.Context, tx bun.Tx, lesson uuid.UUID, questions []LessonQuestion) error {
	for _, q := range questions {
		_, err := tx.ExecContext(ctx, `INSERT INTO catalog.lesson_questions (lesson_id, key, at_ms, body) VALUES (?, ?, ?, ?)`,
			lesson, q.Key, q.AtMs, postgres.JSON{V: q.Body})
		if err != nil {
			return err
		}
	}
	return nil
}
