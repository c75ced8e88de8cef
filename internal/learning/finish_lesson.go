package learning

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/catalog"
	"taphuan/internal/fault"
	"taphuan/internal/postgres"
)

// ErrSelfCheckOpen refuses to end a video lesson by its transcript before its questions are answered.
var ErrSelfCheckOpen = fault.New(fault.Conflict, "lesson.self_check_open", fault.Text{
	VI: "Còn câu hỏi tự kiểm tra chưa trả lời đúng. Trả lời hết các câu hỏi dưới bản chép lời rồi bấm lại.",
	EN: "Some questions are not answered rightly yet. Answer those below the transcript, then press again."})

// FinishLesson notes that the caller has finished a lesson: a text that was read, or a video by
// its transcript with the questions of the video, which is an equal way. Doing it again changes nothing.
// ErrSelfCheckOpen while a question of the video was not answered rightly.
func (s *Service) FinishLesson(ctx context.Context, who access.Principal, enrollmentID, lessonID uuid.UUID) error {
	return s.db.RunInTx(ctx, postgres.Persons(who.PersonID), func(ctx context.Context, tx bun.Tx) error {
		e, err := lockOwn(ctx, tx, enrollmentID, who.PersonID)
		if err != nil {
			return err
		}
		lesson, err := findLesson(ctx, tx, e, lessonID)
		if err != nil {
			return err
		}
		way := "read"
		if lesson.Kind == catalog.VideoLesson {
			way = "transcript"
			if err := checkSolved(ctx, tx, e.ID, lessonID); err != nil {
				return err
			}
		}
		return s.finish(ctx, tx, e, lessonID, way)
	})
}

// checkSolved refuses while questions of the lesson's video are open.
func checkSolved(ctx context.Context, tx bun.IDB, enrollment, lesson uuid.UUID) error {
	questions, err := catalog.FindLessonQuestions(ctx, tx, lesson)
	if err != nil || len(questions) == 0 {
		return err
	}
	solved, err := solvedQuestions(ctx, tx, enrollment, lesson)
	if err != nil {
		return err
	}
	for _, q := range questions {
		if !solved[q.Key] {
			return ErrSelfCheckOpen
		}
	}
	return nil
}

// OpenLesson notes that the caller has begun a lesson, and with the first one the course.
func (s *Service) OpenLesson(ctx context.Context, who access.Principal, enrollmentID, lessonID uuid.UUID) error {
	return s.db.RunInTx(ctx, postgres.Persons(who.PersonID), func(ctx context.Context, tx bun.Tx) error {
		e, err := findOwn(ctx, tx, enrollmentID, who.PersonID)
		if err != nil {
			return err
		}
		if _, err := findLesson(ctx, tx, e, lessonID); err != nil {
			return err
		}
		return s.begin(ctx, tx, e, lessonID)
	})
}

// begin marks the lesson started, and the enrollment with its first step.
func (s *Service) begin(ctx context.Context, tx bun.Tx, e Enrollment, lessonID uuid.UUID) error {
	if err := s.StartTx(ctx, tx, e); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, `INSERT INTO learning.lesson_progress (enrollment_id, lesson_id, person_id, agency_id, state)
		VALUES (?, ?, ?, ?, 'started') ON CONFLICT DO NOTHING`, e.ID, lessonID, e.PersonID, e.AgencyID)
	return err
}

const markStarted postgres.Prepared = `UPDATE learning.enrollments e SET started_at = now(), course_version_id = n.version_id
	FROM unnest($1::uuid[], $2::uuid[]) AS n(id, version_id)
	WHERE e.id = ANY ($1::uuid[]) AND e.id = n.id AND e.started_at IS NULL RETURNING e.agency_id, e.course_id`

// StartTx marks enrollments started on their first step, whatever that is, and pins each to the course version in which
// the step was made, even if another window has just moved it to a newer one.
func (s *Service) StartTx(ctx context.Context, tx bun.Tx, enrollments ...Enrollment) error {
	var ids, versions []uuid.UUID
	for _, e := range enrollments {
		if e.StartedAt == nil {
			ids, versions = append(ids, e.ID), append(versions, e.CourseVersionID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	var marked []Enrollment
	if err := markStarted.Scan(ctx, tx, &marked, ids, versions); err != nil {
		return err
	}
	changes := make([]delta, len(marked))
	for i, e := range marked {
		changes[i] = delta{e.AgencyID, e.CourseID, "started", 1}
	}
	return addDeltas(ctx, tx, s.today(), changes)
}

// finish marks the lesson done by a way, and the course complete when that was the last part.
func (s *Service) finish(ctx context.Context, tx bun.Tx, e Enrollment, lessonID uuid.UUID, way string) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO learning.lesson_progress (enrollment_id, lesson_id, person_id, agency_id, state, way, done_at)
		VALUES (?, ?, ?, ?, 'done', ?, now())
		ON CONFLICT (enrollment_id, lesson_id) DO UPDATE SET state = 'done', way = EXCLUDED.way, done_at = now(), updated_at = now()
		WHERE lesson_progress.state <> 'done'`, e.ID, lessonID, e.PersonID, e.AgencyID, way)
	if err != nil {
		return err
	}
	if err := s.StartTx(ctx, tx, e); err != nil {
		return err
	}
	return s.completeOneTx(ctx, tx, e.ID)
}

// findLesson returns a lesson of the enrollment's own course version.
func findLesson(ctx context.Context, tx bun.IDB, e Enrollment, lessonID uuid.UUID) (catalog.Lesson, error) {
	return catalog.FindLesson(ctx, tx, e.CourseVersionID, lessonID)
}
