package assessment

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"taphuan/internal/question"
)

// everything but the clock of reading
var sameResult = cmp.Options{cmpopts.IgnoreFields(Attempt{}, "ReadAt"), cmpopts.IgnoreUnexported(TestStanding{}, Door{}), cmpopts.EquateEmpty()}

func TestSubmitAgainIsTheSame(t *testing.T) {
	t.Parallel()
	w := newWorld(t, usual)
	who, enrollment := w.learner()
	a := w.start(who, enrollment, FinalTest).Attempt
	w.save(who, a.ID, w.rightAnswers(a, 1)[:5]...)
	results := make([]Result, 8)
	var all sync.WaitGroup
	for i := range results {
		all.Go(func() {
			var err error
			if results[i], err = w.svc.SubmitAttempt(context.Background(), who, a.ID); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	found, err := w.svc.FindResult(context.Background(), who, a.ID)
	w.must(err)
	for _, r := range append(results, w.submit(who, a.ID), found) {
		if diff := cmp.Diff(results[0], r, sameResult); diff != "" {
			t.Fatalf("another result:\n%s", diff)
		}
	}
	got := results[0]
	if *got.Attempt.Score != 500 || *got.Attempt.Scaled != 500 || *got.Attempt.Passed || got.Completed || got.Attempt.State != Graded || *got.Attempt.EndedBy != endedByLearner {
		t.Errorf("result %+v", got.Attempt)
	}
}

func TestPassCompletesTheCourse(t *testing.T) {
	t.Parallel()
	w := newWorld(t, usual)
	ctx := context.Background()
	who, enrollment := w.learner()
	a := w.start(who, enrollment, FinalTest).Attempt
	w.save(who, a.ID, w.rightAnswers(a, 1)...)
	result := w.submit(who, a.ID)
	if *result.Attempt.Scaled != 1000 || !*result.Attempt.Passed || result.Completed || result.Standing.State != TestPassed {
		t.Errorf("full marks give %+v, completed %t", result.Attempt, result.Completed)
	}
	w.must(w.learn.FinishLesson(ctx, who, enrollment, w.lessons[0]))
	result, err := w.svc.FindResult(ctx, who, a.ID)
	w.must(err)
	if !result.Completed {
		t.Error("the final test and every lesson do not complete the course")
	}
	if n := w.count(`SELECT count(*) FROM learning.completions WHERE enrollment_id = ? AND score = 1000`, enrollment); n != 1 {
		t.Errorf("%d completions", n)
	}
	exempt, exemptEnrollment := w.learner()
	pre := w.start(exempt, exemptEnrollment, PreTest).Attempt
	w.save(exempt, pre.ID, w.rightAnswers(pre, 1)...)
	w.submit(exempt, pre.ID)
	last := w.start(exempt, exemptEnrollment, FinalTest).Attempt
	w.save(exempt, last.ID, w.rightAnswers(last, 1)...)
	if !w.submit(exempt, last.ID).Completed {
		t.Error("both tests passed do not complete the course")
	}
}

func TestResultExplains(t *testing.T) {
	t.Parallel()
	w := newWorld(t, usual)
	ctx := context.Background()
	who, enrollment := w.learner()
	a := w.start(who, enrollment, FinalTest).Attempt
	if _, err := w.svc.FindResult(ctx, who, a.ID); !errors.Is(err, ErrNotGraded) {
		t.Errorf("a result before the end: %v", err)
	}
	at := w.choicePosition(a)
	wrong := Answer{Position: at, Revision: 1, Payload: question.Answer{}}
	right := w.rightAnswers(a, 1)
	for place := range a.Paper.Items[at-1].Order {
		if cmp.Diff(right[at-1].Payload.Choices, []int{place}) != "" && (len(right[at-1].Payload.Choices) == 1 || place != right[at-1].Payload.Choices[0]) {
			wrong.Payload.Choices = []int{place}
		}
	}
	words := w.textPositions(a)[0]
	w.save(who, a.ID, wrong, text(words, 1, "không biết"))
	result := w.submit(who, a.ID)
	if len(result.Items) != len(a.Paper.Items) {
		t.Fatalf("%d items", len(result.Items))
	}
	for i, item := range result.Items {
		if item.Position != i+1 || item.Review.Explain.VI == "" || item.MaxPoints != 100 {
			t.Errorf("item %+v", item)
		}
		var correct []int
		for place, o := range item.Review.Options {
			if o.Correct {
				correct = append(correct, place)
			}
			if o.Chosen != (i+1 == at && place == wrong.Payload.Choices[0]) {
				t.Errorf("option %d of item %d is shown as chosen: %t", place, i+1, o.Chosen)
			}
		}
		if diff := cmp.Diff(right[i].Payload.Choices, correct); diff != "" {
			t.Errorf("item %d shows another key (-want +got):\n%s", i+1, diff)
		}
		if len(item.Review.Options) == 0 && item.Review.Right.VI == "" {
			t.Errorf("item %d does not tell the right answer", i+1)
		}
	}
	if got := result.Items[words-1]; got.Review.Given.VI != "không biết" || got.Correct() {
		t.Errorf("the answer in words is shown as %+v", got)
	}
	pre, preEnrollment := w.learner()
	if silent := w.submit(pre, w.start(pre, preEnrollment, PreTest).Attempt.ID); silent.Items != nil {
		t.Error("a test that shows the score only shows its key")
	}
}

func TestOverdueAttempts(t *testing.T) {
	t.Parallel()
	w := newWorld(t, usual)
	ctx := context.Background()
	who, enrollment := w.learner()
	a := w.start(who, enrollment, FinalTest).Attempt
	w.save(who, a.ID, w.rightAnswers(a, 1)...)
	running, runningEnrollment := w.learner()
	other := w.start(running, runningEnrollment, FinalTest).Attempt
	w.moveDeadline(a.ID, -4)
	w.must(w.svc.CloseOverdueAttempts(ctx))
	if n := w.count(`SELECT count(*) FROM assessment.attempts WHERE state = 'graded'`); n != 0 {
		t.Fatal("an attempt was closed within the grace")
	}
	w.moveDeadline(a.ID, -10)
	page, err := w.svc.FindAttempt(ctx, who, a.ID)
	w.must(err)
	if page.Attempt.CurrentState() != Expired {
		t.Errorf("state %s", page.Attempt.CurrentState())
	}
	w.must(w.svc.CloseOverdueAttempts(ctx))
	result, err := w.svc.FindResult(ctx, who, a.ID)
	w.must(err)
	if !*result.Attempt.Passed || *result.Attempt.EndedBy != endedByDeadline || !result.Attempt.SubmittedAt.Equal(result.Attempt.DeadlineAt) {
		t.Errorf("result %+v", result.Attempt)
	}
	if n := w.count(`SELECT count(*) FROM learning.test_passes WHERE enrollment_id = ? AND score = 1000`, enrollment); n != 1 {
		t.Error("the pass was not noted")
	}
	if n := w.count(`SELECT count(*) FROM assessment.attempts WHERE id = ? AND state = 'started'`, other.ID); n != 1 {
		t.Error("an attempt in time was closed")
	}
	w.moveDeadline(other.ID, -10)
	found, err := w.svc.FindResult(ctx, running, other.ID)
	w.must(err)
	if found.Attempt.State != Graded || *found.Attempt.Score != 0 {
		t.Errorf("an expired attempt is shown as %+v", found.Attempt)
	}
}

// Attempts that cannot be graded, for want of a question or because the database refuses, are named
// and do not hold up the others.
func TestOverdueWithBrokenAttempts(t *testing.T) {
	t.Parallel()
	w := newWorld(t, usual)
	expired := func(seconds int) Attempt {
		who, enrollment := w.learner()
		a := w.start(who, enrollment, FinalTest).Attempt
		w.moveDeadline(a.ID, seconds)
		return a
	}
	lost, refused := expired(-100), expired(-90)
	w.exec(`UPDATE assessment.attempts SET paper = '{"items":[{"version":"00000000-0000-0000-0000-000000000001"}]}' WHERE id = ?`, lost.ID)
	w.exec(`ALTER TABLE assessment.attempts ADD CHECK (state = 'started' OR deadline_at > now() - interval '80 seconds') NOT VALID`)
	for range 3 {
		expired(-10)
	}
	err := w.svc.CloseOverdueAttempts(context.Background())
	for _, a := range []Attempt{lost, refused} {
		if err == nil || !strings.Contains(err.Error(), a.ID.String()) {
			t.Errorf("no word of attempt %s: %v", a.ID, err)
		}
	}
	if n := w.count(`SELECT count(*) FROM assessment.attempts WHERE state = 'graded'`); n != 3 {
		t.Errorf("%d attempts were graded", n)
	}
}
