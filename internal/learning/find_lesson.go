package learning

import (
	"context"
	"database/sql"
	"errors"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/catalog"
	"taphuan/internal/media"
	"taphuan/internal/postgres"
)

// LessonPage is one lesson as its learner sees it, in every language that it has.
type LessonPage struct {
	Lesson      catalog.Lesson // with texts
	ModuleTitle catalog.LocalText
	CourseTitle catalog.LocalText
	Watching    catalog.WatchingRules
	State       LessonState
	PreviousID  uuid.UUID
	NextID      uuid.UUID
	Video       *media.File
	Encoding    *media.Encoding   // nil when none was asked for
	Renditions  []media.Rendition // from the smallest on; complete when Encoding is ready
	Watch       WatchState
	Questions   []VideoQuestion
}

// FindLesson returns a lesson of the caller's own enrollment; fault.ErrNotFound otherwise.
func (s *Service) FindLesson(ctx context.Context, who access.Principal, enrollmentID, lessonID uuid.UUID) (LessonPage, error) {
	var page LessonPage
	err := s.db.Read(ctx, postgres.Persons(who.PersonID), func(ctx context.Context, tx bun.Tx) error {
		e, err := findOwn(ctx, tx, enrollmentID, who.PersonID)
		if err != nil {
			return err
		}
		course, err := catalog.FindVersion(ctx, tx, e.CourseVersionID)
		if err != nil {
			return err
		}
		page.CourseTitle, page.Watching = course.Title, course.Watching
		modules, err := catalog.Outline(ctx, tx, e.CourseVersionID)
		if err != nil {
			return err
		}
		if !page.place(modules, lessonID) {
			return sql.ErrNoRows
		}
		if page.Lesson.Texts, err = catalog.FindLessonTexts(ctx, tx, lessonID); err != nil {
			return err
		}
		states, err := lessonStates(ctx, tx, e.ID)
		if err != nil {
			return err
		}
		page.State = Todo
		if state, begun := states[lessonID]; begun {
			page.State = state
		}
		return page.loadVideo(ctx, tx, e.ID)
	})
	return page, err
}

// place finds the lesson among the modules, with its neighbors.
func (p *LessonPage) place(modules []catalog.Module, lessonID uuid.UUID) bool {
	var previous uuid.UUID
	found := false
	for _, m := range modules {
		for _, l := range m.Lessons {
			if found {
				p.NextID = l.ID
				return true
			}
			if l.ID == lessonID {
				p.Lesson, p.ModuleTitle, p.PreviousID = l, m.Title, previous
				found = true
			}
			previous = l.ID
		}
	}
	return found
}

func (p *LessonPage) loadVideo(ctx context.Context, tx bun.IDB, enrollment uuid.UUID) error {
	if p.Lesson.VideoID == uuid.Nil {
		return nil
	}
	file, err := media.FindFile(ctx, tx, p.Lesson.VideoID)
	if err != nil {
		return err
	}
	p.Video = &file
	if p.Encoding, p.Renditions, err = media.FindEncoding(ctx, tx, file.ID); err != nil {
		return err
	}
	if p.Questions, err = listVideoQuestions(ctx, tx, enrollment, p.Lesson.ID); err != nil {
		return err
	}
	return p.loadWatching(ctx, tx, enrollment, file.DurationMs)
}

// loadWatching reads where to go on and what is missing.
func (p *LessonPage) loadWatching(ctx context.Context, tx bun.IDB, enrollment uuid.UUID, durationMs int) error {
	var progress struct {
		PositionMs int
		Watched    ranges
	}
	err := tx.NewRaw(`SELECT position_ms, watched::text AS watched FROM learning.lesson_progress WHERE enrollment_id = ? AND lesson_id = ?`, enrollment, p.Lesson.ID).Scan(ctx, &progress)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	p.Watch = WatchState{WatchedMs: Length(progress.Watched), PositionMs: progress.PositionMs, Done: p.State == Ended, Missing: Missing(progress.Watched, durationMs)}
	return nil
}
