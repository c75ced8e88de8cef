package assessment

import (
	"context"
	"testing"

	"github.com/uptrace/bun"

	"taphuan/internal/audit"
	"taphuan/internal/postgres"
)

// A self-check may be passed again and again, at once, and is no part of the course.
func TestSelfCheckCountsForNothing(t *testing.T) {
	t.Parallel()
	withCheck := usual
	withCheck.selfCheck, withCheck.marking = true, UsualMarking()
	w := newWorld(t, withCheck)
	who, enrollment := w.learner()
	for range 2 {
		page := w.start(who, enrollment, SelfCheck)
		w.save(who, page.Attempt.ID, w.rightAnswers(page.Attempt, 1)...)
		result := w.submit(who, page.Attempt.ID)
		if !*result.Attempt.Passed || len(result.Items) == 0 || result.Standing.State != TestOpen || result.AppealsUntil != nil {
			t.Errorf("passed %v, %d answers explained, then %s; appeals until %v", *result.Attempt.Passed, len(result.Items), result.Standing.State, result.AppealsUntil)
		}
		_, err := w.svc.SubmitAppeal(context.Background(), who, SubmitAppeal{AttemptID: page.Attempt.ID, Reason: "Tôi muốn xem lại bài này"})
		w.wants(err, ErrAppealClosed)
	}
	if st := w.standing(who, enrollment, SelfCheck); st.State != TestOpen || st.AttemptsUsed != 2 || st.BestScore == nil {
		t.Errorf("after two: %s, %d used", st.State, st.AttemptsUsed)
	}
	if st := w.standing(who, enrollment, PreTest); st.State != TestOpen {
		t.Errorf("the pre-test is %s", st.State)
	}
	if n := w.count(`SELECT count(*) FROM learning.test_passes`); n != 0 {
		t.Errorf("%d passes count", n)
	}
	all := w.standings(who, enrollment)
	if len(all) != 3 || all[0].Kind != PreTest || all[1].Kind != SelfCheck || all[2].Kind != FinalTest {
		t.Errorf("tests stand in the order %v", all)
	}
}

// A final test that asks for the lessons opens when they are done or the pre-test was passed, also in a version of the
// course that was copied.
func TestLessonsComeFirst(t *testing.T) {
	t.Parallel()
	after := usual
	after.requires = RequiresLessons
	w := newWorld(t, after)
	w.must(w.db.RunInTx(context.Background(), postgres.System(postgres.ImportCourses), func(ctx context.Context, tx bun.Tx) error {
		copied := audit.NewID()
		_, err := tx.ExecContext(ctx, `INSERT INTO catalog.course_versions SELECT made.* FROM (SELECT to_jsonb(v) AS of FROM catalog.course_versions v WHERE id = ?0) kept,
			jsonb_populate_record(NULL::catalog.course_versions, kept.of || jsonb_build_object('id', ?1::text, 'number', 99, 'content_hash', 'copied')) made`, w.course.VersionID, copied)
		if err != nil {
			return err
		}
		return CopyTestsTx(ctx, tx, w.course.VersionID, copied)
	}))
	if n := w.count(`SELECT count(*) FROM assessment.tests WHERE requires = 'lessons' AND kind = 'final'`); n != 2 {
		t.Errorf("%d versions ask for the lessons, want 2", n)
	}
	reader, reading := w.learner()
	if st := w.standing(reader, reading, FinalTest); st.State != TestLocked || st.LessonsLeft != 1 {
		t.Errorf("before the lessons: %s, %d left", st.State, st.LessonsLeft)
	}
	_, err := w.tryStart(reader, reading, "")
	w.wants(err, ErrLessonsFirst)
	w.exec(`INSERT INTO learning.lesson_progress (enrollment_id, lesson_id, person_id, agency_id, state, way, done_at) VALUES (?, ?, ?, ?, 'done', 'read', now())`,
		reading, w.lessons[0], reader.PersonID, w.agency)
	w.start(reader, reading, FinalTest)

	expert, enrollment := w.learner()
	page := w.start(expert, enrollment, PreTest)
	w.save(expert, page.Attempt.ID, w.rightAnswers(page.Attempt, 1)...)
	w.submit(expert, page.Attempt.ID)
	if st := w.standing(expert, enrollment, FinalTest); st.State != TestOpen || st.LessonsLeft != 0 {
		t.Errorf("after the pre-test: %s, %d left", st.State, st.LessonsLeft)
	}
}
