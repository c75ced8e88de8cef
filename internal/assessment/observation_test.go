package assessment

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/outbox"
	"taphuan/internal/question"
)

// singleBank is sampleBank with ten questions of one right and five wrong options.
func singleBank() []BankQuestion {
	bank := sampleBank()
	for i := range bank {
		body := question.Body{Type: question.Single, MaxPoints: 100, Stem: question.LocalText{VI: fmt.Sprintf("<p>Câu %d</p>", i+1)}}
		for o := range 6 {
			body.Options = append(body.Options, question.Option{Text: question.LocalText{VI: fmt.Sprintf("Lựa chọn %d", o)}, Correct: o == 0})
		}
		bank[i].Body = body
	}
	return bank
}

// err takes the final test with wrong options, as they are drawn from a seed.
func (w *world) err(seed uint64) (access.Principal, Attempt) {
	w.t.Helper()
	who, enrollment := w.learner()
	a := w.start(who, enrollment, FinalTest).Attempt
	byQuestion := map[uuid.UUID]int{}
	for i := range 10 {
		byQuestion[w.version(fmt.Sprintf("q%02d", i+1))] = 1 + rand.New(rand.NewPCG(seed, uint64(i))).IntN(5)
	}
	var answers []Answer
	for i, item := range a.Paper.Items {
		answers = append(answers, Answer{Position: i + 1, Revision: 1, Payload: question.Answer{Choices: []int{slices.Index(item.Order, byQuestion[item.VersionID])}}})
	}
	w.save(who, a.ID, answers...)
	return who, w.submit(who, a.ID).Attempt
}

func (w *world) observations(who access.Principal) []Observation {
	w.t.Helper()
	list, _, err := w.svc.ListObservations(context.Background(), who, 50, 0)
	w.must(err)
	return list
}

// What the learner's browser counts is noted of their own running final test alone, and only grows.
func TestNoteAway(t *testing.T) {
	t.Parallel()
	w := newWorld(t, usual)
	ctx := context.Background()
	who, enrollment := w.learner()
	stranger, _ := w.learner()
	other, otherEnrollment := w.learner()
	final, pre := w.start(who, enrollment, FinalTest).Attempt, w.start(other, otherEnrollment, PreTest).Attempt
	note := func(who access.Principal, attempt uuid.UUID, times, seconds int) {
		t.Helper()
		w.must(w.svc.NoteAway(ctx, who, attempt, times, seconds))
	}
	note(stranger, final.ID, 9, 900)
	note(other, pre.ID, 9, 900)
	note(who, final.ID, 0, 0)
	if n := w.count(`SELECT count(*) FROM assessment.observations`); n != 0 {
		t.Fatalf("%d attempts of others, other kinds or never left are noted", n)
	}
	note(who, final.ID, 2, 30)
	note(who, final.ID, 1, 12) // arrives late
	examiner := staff(access.Examiner, w.agency)
	if list := w.observations(examiner); len(list) != 0 {
		t.Errorf("while it runs an examiner sees %+v", list)
	}
	w.submit(who, final.ID)
	note(who, final.ID, 50, 5000)
	if list := w.observations(examiner); len(list) != 1 || list[0].AwayTimes != 2 || list[0].AwaySeconds != 30 {
		t.Errorf("noted: %+v", list)
	}
}

func TestSimilarAnswersAreFound(t *testing.T) {
	t.Parallel()
	w := newWorldOf(t, usual, singleBank())
	ctx := context.Background()
	for seed := range uint64(14) {
		w.err(seed)
	}
	first, own := w.err(3) // the same wrong options as the fourth
	for range 2 {          // doing it again changes nothing
		w.must(w.svc.FindSimilarities(ctx))
	}
	if n := w.count(`SELECT count(*) FROM assessment.similarities`); n != 2 {
		t.Fatalf("%d sides of pairs are noted", n)
	}
	examiner := staff(access.Examiner, w.agency)
	list := w.observations(examiner)
	if len(list) != 2 || len(list[0].Similar) != 1 || list[0].Similar[0].Identical != 10 || list[0].Similar[0].OtherAttemptID != list[1].AttemptID {
		t.Errorf("the examiner sees %+v", list)
	}
	seen, err := w.svc.FindOwnObservation(ctx, first, own.ID)
	if err != nil || len(seen.Similar) != 1 || seen.AwayTimes != 0 {
		t.Errorf("the learner sees %+v, %v", seen, err)
	}
	if a := w.attemptNow(own.ID); a.State != Graded || *a.Score != *own.Score {
		t.Errorf("the result has changed: %+v", a)
	}
}

// Examiners alone see what is noted, of their own agencies and never of themselves; each opening is shown to the learner.
func TestWhoSeesObservations(t *testing.T) {
	t.Parallel()
	w := newWorld(t, usual)
	ctx := context.Background()
	who, enrollment := w.learner()
	stranger, _ := w.learner()
	a := w.start(who, enrollment, FinalTest).Attempt
	w.must(w.svc.NoteAway(ctx, who, a.ID, 3, 40))
	w.submit(who, a.ID)
	for _, role := range access.Roles() {
		_, _, err := w.svc.ListObservations(ctx, staff(role, w.agency), 10, 0)
		if (role == access.Examiner) != (err == nil) || (err != nil && !errors.Is(err, fault.ErrForbidden)) {
			t.Errorf("%s: %v", role, err)
		}
	}
	if n := w.count(`SELECT count(*) FROM audit.person_reads WHERE person_id = ? AND what = 'exam_observations'`, who.PersonID); n != 1 {
		t.Errorf("%d openings are recorded for the learner", n)
	}
	self := staff(access.Examiner, w.agency)
	self.PersonID = who.PersonID
	for name, p := range map[string]access.Principal{"another agency's": staff(access.Examiner, uuid.New()), "the learner, an examiner": self} {
		if list := w.observations(p); len(list) != 0 {
			t.Errorf("%s sees %+v", name, list)
		}
	}
	if _, err := w.svc.FindOwnObservation(ctx, stranger, a.ID); fault.KindOf(err) != fault.NotFound {
		t.Errorf("a stranger: %v", err)
	}
	if _, err := w.svc.ReplyToObservation(ctx, stranger, a.ID, "Tôi trả lời thay"); fault.KindOf(err) != fault.NotFound {
		t.Errorf("a stranger replies: %v", err)
	}
	if _, err := w.svc.ReplyToObservation(ctx, who, a.ID, " "); fault.KindOf(err) != fault.Invalid {
		t.Errorf("no words: %v", err)
	}
	replied, err := w.svc.ReplyToObservation(ctx, who, a.ID, "Tôi phải nghe điện thoại của cơ quan.")
	if err != nil || replied.Reply == "" || replied.RepliedAt == nil || replied.AwayTimes != 3 {
		t.Errorf("replied: %+v, %v", replied, err)
	}
	if list := w.observations(staff(access.Examiner, w.agency)); len(list) != 1 || list[0].Reply != replied.Reply {
		t.Errorf("the examiner reads %+v", list)
	}
}

// What is noted goes 90 days after the time for appeals is over, and stays while an appeal is open.
func TestObservationsAreForgotten(t *testing.T) {
	t.Parallel()
	w := newWorldOf(t, terms{attempts: 3, feedback: AfterSubmit, marking: Marking{AppealDays: 7}}, singleBank())
	ctx := context.Background()
	who, enrollment := w.learner()
	a := w.start(who, enrollment, FinalTest).Attempt
	w.must(w.svc.NoteAway(ctx, who, a.ID, 3, 40))
	w.submit(who, a.ID)
	left := func(days int) int {
		t.Helper()
		later := New(w.db, w.learn, nil, &outbox.Outbox{}, func() time.Time { return time.Now().AddDate(0, 0, days) })
		w.must(later.ForgetObservations(ctx))
		return w.count(`SELECT count(*) FROM assessment.observations`)
	}
	appeal := w.appeal(who, a.ID, 1)
	if n := left(500); n != 1 {
		t.Fatalf("%d are left while an appeal is open", n)
	}
	_, err := w.svc.AnswerAppeal(ctx, staff(access.Examiner, w.agency), AnswerAppeal{ID: appeal.ID, Answer: "Giữ nguyên điểm"})
	w.must(err)
	if n := left(96); n != 1 {
		t.Errorf("%d are left on the 96th day, the 89th after the time for appeals", n)
	}
	if n := left(98); n != 0 {
		t.Errorf("%d are left on the 98th day", n)
	}
	if w.attemptNow(a.ID).State != Graded {
		t.Error("the result went too")
	}
}
