package assessment

import (
	"context"
	"errors"
	"testing"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/fault"
)

const objection = "Câu trả lời của tôi có trong tài liệu, trang 12."

func (w *world) appeal(who access.Principal, attempt uuid.UUID, position int) Appeal {
	w.t.Helper()
	appeal, err := w.svc.SubmitAppeal(context.Background(), who, SubmitAppeal{AttemptID: attempt, Position: position, Reason: objection})
	w.must(err)
	return appeal
}

// Points change by hand only with a second person; they stand whatever is graded again, and the history says why.
func TestAppealChangesPoints(t *testing.T) {
	t.Parallel()
	w := newWorldOf(t, twice, essayBank())
	ctx := context.Background()
	who, waiting := w.handIn()
	first, second := staff(access.Examiner, w.agency), staff(access.Examiner, w.agency)
	if _, err := w.svc.SubmitAppeal(ctx, who, SubmitAppeal{AttemptID: waiting.Attempt.ID, Reason: objection}); !errors.Is(err, ErrNotGraded) {
		t.Errorf("before the result: %v", err)
	}
	w.mark(first, 1, 1)
	w.mark(second, 1, 1)
	position := 0
	for _, item := range w.result(who, waiting.Attempt.ID).Items {
		if len(item.Marked) > 0 {
			position = item.Position
		}
	}
	appeal := w.appeal(who, waiting.Attempt.ID, position)
	points := 90
	proposed, err := w.svc.AnswerAppeal(ctx, first, AnswerAppeal{ID: appeal.ID, Points: &points, Answer: "Bài có thêm một ý đúng"})
	if err != nil || proposed.State != AppealProposed || *w.attemptNow(waiting.Attempt.ID).Score != 950 {
		t.Fatalf("proposed: %+v, %v", proposed, err)
	}
	if _, err := w.svc.DecideAppeal(ctx, first, DecideAppeal{ID: appeal.ID, Approve: true, Reason: "Tự duyệt"}); !errors.Is(err, ErrAppealSecond) {
		t.Fatalf("one person alone: %v", err)
	}
	done, err := w.svc.DecideAppeal(ctx, second, DecideAppeal{ID: appeal.ID, Approve: true, Reason: "Đồng ý"})
	if err != nil || done.State != AppealChanged || *w.attemptNow(waiting.Attempt.ID).Score != 990 {
		t.Fatalf("decided: %+v, %v", done, err)
	}
	history, err := w.svc.ListOwnHistory(ctx, who, waiting.Attempt.ID)
	if err != nil || len(history) != 2 || history[1].Cause != ByAppeal || history[1].ChangedBy != first.PersonID || *history[1].ApprovedBy != second.PersonID || history[1].Position != position {
		t.Errorf("history %+v, %v", history, err)
	}
	if page, err := w.svc.FindAppeal(ctx, first, appeal.ID); err != nil || len(page.Items) != 10 || len(page.History) != 2 {
		t.Errorf("the appeal's page: %d questions, %v", len(page.Items), err)
	}
	struck := w.propose(first, ProposeCorrection{VersionID: w.version("q01"), Kind: Everybody})
	w.work()
	w.approve(second, struck.ID)
	w.work()
	if a := w.attemptNow(waiting.Attempt.ID); *a.Score != 990 {
		t.Errorf("the change by hand is gone after grading again: %+v", a)
	}
}

func TestRefusedAppeals(t *testing.T) {
	t.Parallel()
	w := newWorld(t, terms{attempts: 3, coolingOff: 30, feedback: AfterSubmit, marking: UsualMarking()})
	ctx := context.Background()
	who, done := w.handIn()
	stranger, _ := w.learner()
	for name, c := range map[string]struct {
		who  access.Principal
		cmd  SubmitAppeal
		want error
	}{
		"another's result":    {stranger, SubmitAppeal{AttemptID: done.Attempt.ID, Reason: objection}, fault.ErrNotFound},
		"no reason":           {who, SubmitAppeal{AttemptID: done.Attempt.ID, Reason: "sai"}, fault.ErrInvalid},
		"a question too many": {who, SubmitAppeal{AttemptID: done.Attempt.ID, Position: 11, Reason: objection}, fault.ErrInvalid},
	} {
		if _, err := w.svc.SubmitAppeal(ctx, c.who, c.cmd); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	appeal := w.appeal(who, done.Attempt.ID, 1)
	if _, err := w.svc.SubmitAppeal(ctx, who, SubmitAppeal{AttemptID: done.Attempt.ID, Position: 1, Reason: objection}); !errors.Is(err, ErrAppealTwice) {
		t.Errorf("twice: %v", err)
	}
	much, self := 101, staff(access.Examiner, w.agency)
	self.PersonID = who.PersonID
	for name, c := range map[string]struct {
		who    access.Principal
		points *int
		want   error
	}{
		"the learner, an examiner": {self, nil, ErrAppealOwn},
		"another agency's":         {staff(access.Examiner, uuid.New()), nil, fault.ErrNotFound},
		"a grader":                 {staff(access.Grader, w.agency), nil, fault.ErrForbidden},
		"too many points":          {staff(access.Examiner, w.agency), &much, fault.ErrInvalid},
	} {
		if _, err := w.svc.AnswerAppeal(ctx, c.who, AnswerAppeal{ID: appeal.ID, Points: c.points, Answer: "Giữ nguyên"}); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	examiner := staff(access.Examiner, w.agency)
	if kept, err := w.svc.AnswerAppeal(ctx, examiner, AnswerAppeal{ID: appeal.ID, Answer: "Đáp án đúng với tài liệu"}); err != nil || kept.State != AppealKept {
		t.Errorf("kept: %+v, %v", kept, err)
	}
	if _, err := w.svc.AnswerAppeal(ctx, examiner, AnswerAppeal{ID: appeal.ID, Answer: "Lần hai"}); !errors.Is(err, ErrAppealState) {
		t.Errorf("answered twice: %v", err)
	}
	if _, err := w.svc.ListHistory(ctx, staff(access.Inspector, uuid.New()), done.Attempt.ID); !errors.Is(err, fault.ErrNotFound) {
		t.Errorf("an inspector of another agency: %v", err)
	}
	w.exec(`UPDATE assessment.attempts SET submitted_at = submitted_at - interval '8 days'`)
	if _, err := w.svc.SubmitAppeal(ctx, who, SubmitAppeal{AttemptID: done.Attempt.ID, Position: 2, Reason: objection}); !errors.Is(err, ErrAppealClosed) {
		t.Errorf("after a week: %v", err)
	}
}
