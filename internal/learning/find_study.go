package learning

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/catalog"
	"taphuan/internal/postgres"
)

// LessonState is how far a learner is in a lesson.
type LessonState string

// The states of a lesson.
const (
	Todo    LessonState = "todo"
	Started LessonState = "started"
	Ended   LessonState = "done"
)

// Study is an enrollment as its learner sees it: the course's outline with the state of each
// lesson.
type Study struct {
	Enrollment Enrollment
	Course     catalog.Course
	Modules    []catalog.Module
	States     map[uuid.UUID]LessonState
	NextLesson uuid.UUID // the first lesson not done; uuid.Nil when all are
	Exempt     bool      // the pre-test was passed
	Progress   int       // percent

	newer uuid.UUID // version of the course that is to be learned instead; uuid.Nil: none
}

// besideStudy reads what belongs to an enrollment in another domain.
type besideStudy = func(ctx context.Context, tx bun.IDB, e Enrollment) error

// FindStudy returns the caller's own enrollment; another's is fault.ErrNotFound. One on which nothing was begun is on the
// course's version of today. What beside reads, it reads of the same moment; the last that it was called for is shown.
func (s *Service) FindStudy(ctx context.Context, who access.Principal, id uuid.UUID, beside besideStudy) (Study, error) {
	study, err := s.readStudy(ctx, who, id, beside)
	if err != nil || study.newer == uuid.Nil {
		return study, err
	}
	moved, err := s.followCourse(ctx, study.Enrollment, study.newer)
	if err != nil || !moved {
		return study, err
	}
	return s.readStudy(ctx, who, id, beside)
}

func (s *Service) readStudy(ctx context.Context, who access.Principal, id uuid.UUID, beside besideStudy) (Study, error) {
	var study Study
	err := s.db.Read(ctx, postgres.Persons(who.PersonID), func(ctx context.Context, tx bun.Tx) error {
		var err error
		if study.Enrollment, err = findOwn(ctx, tx, id, who.PersonID); err != nil {
			return err
		}
		if study.newer, err = newerVersion(ctx, tx, study.Enrollment); err != nil {
			return err
		}
		if study.Course, err = catalog.FindVersion(ctx, tx, study.Enrollment.CourseVersionID); err != nil {
			return err
		}
		if study.Modules, err = catalog.Outline(ctx, tx, study.Enrollment.CourseVersionID); err != nil {
			return err
		}
		if study.States, err = lessonStates(ctx, tx, id); err != nil {
			return err
		}
		if err := study.derive(ctx, tx); err != nil {
			return err
		}
		return beside(ctx, tx, study.Enrollment)
	})
	return study, err
}

func (st *Study) derive(ctx context.Context, tx bun.IDB) error {
	counted, err := countParts(ctx, tx, []uuid.UUID{st.Enrollment.ID})
	if err != nil {
		return err
	}
	lessons := 0
	for _, m := range st.Modules {
		for _, l := range m.Lessons {
			lessons++
			if st.NextLesson == uuid.Nil && st.States[l.ID] != Ended {
				st.NextLesson = l.ID
			}
		}
	}
	p := counted[st.Enrollment.ID]
	st.Exempt, st.Progress = p.PreTest, p.percent(lessons)
	return nil
}

const selectStates postgres.Prepared = `SELECT lesson_id, state FROM learning.lesson_progress WHERE enrollment_id = $1`

func lessonStates(ctx context.Context, tx bun.IDB, enrollment uuid.UUID) (map[uuid.UUID]LessonState, error) {
	var rows []struct {
		LessonID uuid.UUID
		State    LessonState
	}
	err := selectStates.Scan(ctx, tx, &rows, enrollment)
	states := map[uuid.UUID]LessonState{}
	for _, r := range rows {
		states[r.LessonID] = r.State
	}
	return states, err
}
