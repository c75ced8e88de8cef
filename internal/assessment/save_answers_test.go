package assessment

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/postgres"
	"taphuan/internal/question"
)

// text is an answer in words; the sample paper takes any at the positions of textPositions.
func text(position int, revision int64, words string) Answer {
	return Answer{Position: position, Revision: revision, Payload: question.Answer{Text: words}}
}

// textPositions returns where the paper asks for words or a number.
func (w *world) textPositions(a Attempt) []int {
	w.t.Helper()
	bodies, err := w.svc.loadBodies(context.Background(), w.db.Bun, a.Paper.versions())
	w.must(err)
	var positions []int
	for i, item := range a.Paper.Items {
		if t := bodies[item.VersionID].Type; t == question.Numeric || t == question.ShortAnswer {
			positions = append(positions, i+1)
		}
	}
	return positions
}

// revisions lists position and revision of what was returned.
func revisions(saved Saved) map[int]int64 {
	found := map[int]int64{}
	for _, a := range saved.Answers {
		found[a.Position] = a.Revision
	}
	return found
}

func (w *world) storedTexts(who uuid.UUID, attempt uuid.UUID) map[int]string {
	w.t.Helper()
	answers, err := listAnswers(context.Background(), w.owner, Attempt{ID: attempt, PersonID: who})
	w.must(err)
	texts := map[int]string{}
	for _, a := range answers {
		texts[a.Position] = a.Payload.Text
	}
	return texts
}

func TestRevisionsDecide(t *testing.T) {
	t.Parallel()
	w := newWorld(t, usual)
	who, enrollment := w.learner()
	a := w.start(who, enrollment, FinalTest).Attempt
	at := w.textPositions(a)
	one, two := at[0], at[1]
	steps := []struct {
		name  string
		send  []Answer
		saved map[int]int64
		texts map[int]string
	}{
		{"first", []Answer{text(one, 1, "a")}, map[int]int64{one: 1}, map[int]string{one: "a"}},
		{"newer", []Answer{text(one, 5, "b")}, map[int]int64{one: 5}, map[int]string{one: "b"}},
		{"older tab learns the newer", []Answer{text(one, 4, "old")}, map[int]int64{one: 5}, map[int]string{one: "b"}},
		{"same again", []Answer{text(one, 5, "b")}, map[int]int64{one: 5}, map[int]string{one: "b"}},
		{"same revision, other text", []Answer{text(one, 5, "x")}, map[int]int64{one: 5}, map[int]string{one: "b"}},
		{"old and new in one batch", []Answer{text(one, 2, "old"), text(two, 1, "c")}, map[int]int64{one: 5, two: 1}, map[int]string{one: "b", two: "c"}},
		{"twice in one batch", []Answer{text(two, 3, "e"), text(two, 2, "d")}, map[int]int64{two: 3}, map[int]string{one: "b", two: "e"}},
		{"cleared", []Answer{text(two, 4, "")}, map[int]int64{two: 4}, map[int]string{one: "b", two: ""}},
	}
	for _, step := range steps {
		saved := w.save(who, a.ID, step.send...)
		if diff := cmp.Diff(step.saved, revisions(saved)); diff != "" {
			t.Errorf("%s: saved (-want +got):\n%s", step.name, diff)
		}
		if diff := cmp.Diff(step.texts, w.storedTexts(who.PersonID, a.ID)); diff != "" {
			t.Errorf("%s: stored (-want +got):\n%s", step.name, diff)
		}
		if !saved.DeadlineAt.Equal(a.DeadlineAt) || saved.Now.Before(a.StartedAt) {
			t.Errorf("%s: deadline %s, now %s", step.name, saved.DeadlineAt, saved.Now)
		}
	}
	page, err := w.svc.FindAttempt(context.Background(), who, a.ID)
	w.must(err)
	if len(page.Answers) != 2 || page.Answers[0].Late || page.Answers[0].Points != nil {
		t.Errorf("the reloaded page holds %+v", page.Answers)
	}
}

// An answer given in time survives whatever comes late; a late one is kept, flagged and worth
// nothing.
func TestLateAnswers(t *testing.T) {
	t.Parallel()
	w := newWorld(t, usual)
	who, enrollment := w.learner()
	a := w.start(who, enrollment, FinalTest).Attempt
	right := w.rightAnswers(a, 1)
	w.save(who, a.ID, right[:2]...)
	w.moveDeadline(a.ID, -3)
	w.save(who, a.ID, right[2]) // within the grace
	w.moveDeadline(a.ID, -6)
	later := right[0]
	later.Revision, later.Payload = 9, question.Answer{}
	saved := w.save(who, a.ID, later, right[3])
	if diff := cmp.Diff(map[int]int64{1: 1, 4: 1}, revisions(saved)); diff != "" {
		t.Errorf("saved (-want +got):\n%s", diff)
	}
	again := right[3]
	again.Revision = 2
	w.save(who, a.ID, again) // late replaces late
	if n := w.count(`SELECT count(*) FROM assessment.answers WHERE late AND position = 4 AND revision = 2`); n != 1 {
		t.Error("the late answer is not kept and flagged")
	}
	if n := w.count(`SELECT count(*) FROM assessment.answers WHERE late`); n != 1 {
		t.Errorf("%d answers are flagged late", n)
	}
	result := w.submit(who, a.ID)
	if *result.Attempt.Score != 300 || *result.Attempt.EndedBy != endedByDeadline || result.Items[3].Points != 0 {
		t.Errorf("score %d, ended by %s, late item %+v", *result.Attempt.Score, *result.Attempt.EndedBy, result.Items[3])
	}
	if n := w.count(`SELECT count(*) FROM assessment.answers WHERE late AND points IS NULL`); n != 1 {
		t.Error("the late answer has points")
	}
}

func TestRefusedAnswers(t *testing.T) {
	t.Parallel()
	w := newWorld(t, usual)
	ctx := context.Background()
	who, enrollment := w.learner()
	a := w.start(who, enrollment, FinalTest).Attempt
	words := w.textPositions(a)[0]
	cases := map[string]struct {
		answers []Answer
		path    string
	}{
		"none":                 {nil, "answers"},
		"too many":             {make([]Answer, question.MaxDrawn+1), "answers"},
		"no such position":     {[]Answer{text(words, 1, "a"), text(11, 1, "a")}, "answers[1].position"},
		"position zero":        {[]Answer{text(0, 1, "a")}, "answers[0].position"},
		"no revision":          {[]Answer{text(words, 0, "a")}, "answers[0].revision"},
		"a byte of zero":       {[]Answer{text(words, 1, "a\x00b")}, "answers[0].payload.text"},
		"too long":             {[]Answer{text(words, 1, strings.Repeat("đ", question.MaxAnswerLength+1))}, "answers[0].payload.text"},
		"choices for words":    {[]Answer{{Position: words, Revision: 1, Payload: question.Answer{Choices: []int{0}}}}, "answers[0].payload.choices"},
		"choices out of range": {[]Answer{{Position: w.choicePosition(a), Revision: 1, Payload: question.Answer{Choices: []int{4}}}}, "answers[0].payload.choices"},
	}
	for name, c := range cases {
		_, err := w.svc.SaveAnswers(ctx, who, a.ID, uuid.Nil, c.answers)
		if f := fault.From(err); f.Kind != fault.Invalid || len(f.Fields) == 0 || f.Fields[0].Path != c.path {
			t.Errorf("%s: %v at %+v, want a fault at %s", name, err, f.Fields, c.path)
		}
	}
	if n := w.count(`SELECT count(*) FROM assessment.answers`); n != 0 {
		t.Errorf("%d answers were stored from refused batches", n)
	}
	w.submit(who, a.ID)
	if _, err := w.svc.SaveAnswers(ctx, who, a.ID, uuid.Nil, []Answer{text(words, 1, "a")}); !errors.Is(err, ErrClosed) {
		t.Errorf("after submitting: %v", err)
	}
}

func (w *world) choicePosition(a Attempt) int {
	for i, item := range a.Paper.Items {
		if item.Order != nil {
			return i + 1
		}
	}
	w.t.Fatal("no question with options")
	return 0
}

// Another's attempt does not exist: by the service, with its memory warm, and by the database alone.
func TestOthersAttempts(t *testing.T) {
	t.Parallel()
	w := newWorld(t, usual)
	ctx := context.Background()
	owner, enrollment := w.learner()
	a := w.start(owner, enrollment, FinalTest).Attempt
	words := w.textPositions(a)[0]
	w.save(owner, a.ID, text(words, 1, "mine"))
	stranger, _ := w.learner()
	calls := map[string]func() error{
		"find": func() error { _, err := w.svc.FindAttempt(ctx, stranger, a.ID); return err },
		"save": func() error {
			_, err := w.svc.SaveAnswers(ctx, stranger, a.ID, uuid.Nil, []Answer{text(words, 2, "x")})
			return err
		},
		"submit": func() error { _, err := w.svc.SubmitAttempt(ctx, stranger, a.ID); return err },
		"result": func() error { _, err := w.svc.FindResult(ctx, stranger, a.ID); return err },
		"start": func() error {
			_, err := w.svc.StartAttempt(ctx, stranger, StartAttempt{EnrollmentID: enrollment, Kind: FinalTest})
			return err
		},
	}
	for name, call := range calls {
		if err := call(); !errors.Is(err, fault.ErrNotFound) {
			t.Errorf("%s: %v", name, err)
		}
	}
	// The same with the checks of the service taken away: only row-level security is left.
	w.must(w.db.RunInTx(ctx, postgres.Persons(stranger.PersonID), func(ctx context.Context, tx bun.Tx) error {
		if _, err := lockAttempt(ctx, tx, a.ID, owner.PersonID); err == nil {
			t.Error("the database shows another's attempt")
		}
		if answers, err := listAnswersOf(ctx, tx, []uuid.UUID{a.ID}); err != nil || len(answers) > 0 {
			t.Errorf("the database shows another's answers: %v, %v", answers, err)
		}
		if attempts, err := listTaken(ctx, tx, enrollment); err != nil || len(attempts) > 0 {
			t.Errorf("the database lists another's attempts: %v, %v", attempts, err)
		}
		open, err := storeAnswers(ctx, tx, []answerItem{{AttemptID: a.ID, PersonID: owner.PersonID, Position: words, Revision: 7}})
		if err != nil || len(open) > 0 {
			t.Errorf("the database takes answers for another: %v, %v", open, err)
		}
		if err := storePoints(ctx, tx, []pointsItem{{AttemptID: a.ID, Position: words, Points: 100}}); err != nil {
			t.Error(err)
		}
		graded := a
		full, passed := 1000, true
		if err := storeGrades(ctx, tx, []*Attempt{&graded}, []gradeItem{{ID: a.ID, State: Graded, EndedBy: endedByLearner, Score: 1000, MaxScore: 1000, Scaled: &full, Passed: &passed}}); err == nil {
			t.Error("the database grades another's attempt")
		}
		return nil
	}))
	if n := w.count(`SELECT count(*) FROM assessment.answers WHERE revision = 1 AND points IS NULL AND payload->>'text' = 'mine'`); n != 1 {
		t.Error("the owner's answer changed")
	}
	if n := w.count(`SELECT count(*) FROM assessment.attempts WHERE state = 'started'`); n != 1 {
		t.Error("the owner's attempt changed")
	}
}

// One statement carries the answers of many people; an item whose attempt is not its person's is
// dropped even where both are in the scope.
func TestAnswersOfManyPeople(t *testing.T) {
	t.Parallel()
	w := newWorld(t, usual)
	ctx := context.Background()
	first, firstEnrollment := w.learner()
	second, secondEnrollment := w.learner()
	one := w.start(first, firstEnrollment, FinalTest).Attempt
	two := w.start(second, secondEnrollment, FinalTest).Attempt
	closed, closedEnrollment := w.learner()
	done := w.start(closed, closedEnrollment, FinalTest).Attempt
	w.submit(closed, done.ID)
	sheetOf := func(attempt Attempt, who access.Principal, position int, revision int64, words string) sheet {
		return sheet{attemptID: attempt.ID, personID: who.PersonID, items: []answerItem{
			{AttemptID: attempt.ID, PersonID: who.PersonID, Position: position, Revision: revision, Payload: question.Answer{Text: words}}}}
	}
	outcomes, err := w.svc.saveSheets(ctx, []sheet{
		sheetOf(one, first, 1, 2, "newer"),
		sheetOf(one, first, 1, 1, "older"),
		sheetOf(one, second, 1, 9, "forged"),
		sheetOf(two, second, 1, 1, "b"),
		sheetOf(done, closed, 1, 1, "c"),
	})
	w.must(err)
	for i, want := range []int64{2, 2, 0, 1, 0} {
		saved, err := outcomes[i].Answer, outcomes[i].Err
		if want == 0 && !errors.Is(err, ErrClosed) || want > 0 && (err != nil || len(saved.Answers) != 1 || saved.Answers[0].Revision != want) {
			t.Errorf("sheet %d: %+v, %v", i, saved, err)
		}
	}
	if n := w.count(`SELECT count(*) FROM assessment.answers WHERE payload->>'text' IN ('newer', 'b')`); n != 2 || w.count(`SELECT count(*) FROM assessment.answers`) != 2 {
		t.Errorf("%d right answers stored", n)
	}
}
