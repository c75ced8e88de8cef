package assessment

import (
	"context"
	"errors"
	"sync"
	"testing"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"pgregory.net/rapid"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/postgres"
	"taphuan/internal/question"
)

// version returns the first version of a question of the bank.
func (w *world) version(key string) uuid.UUID {
	w.t.Helper()
	var id uuid.UUID
	w.must(w.owner.NewRaw(`SELECT v.id FROM assessment.question_versions v JOIN assessment.questions q ON q.id = v.question_id WHERE q.key = ? ORDER BY v.number LIMIT 1`, key).
		Scan(context.Background(), &id))
	return id
}

// newVersion stores the bank with one question changed, and returns the new version.
func (w *world) newVersion(key string, change func(*question.Body)) uuid.UUID {
	w.t.Helper()
	var id uuid.UUID
	w.must(w.db.RunInTx(context.Background(), postgres.System(postgres.ImportCourses), func(ctx context.Context, tx bun.Tx) error {
		bank := append([]BankQuestion{}, w.bank...)
		at := 0
		for i := range bank {
			if bank[i].Key == key {
				at = i
				bank[i].Body.Options = append([]question.Option{}, bank[i].Body.Options...)
				change(&bank[i].Body)
			}
		}
		ids, err := StoreBankTx(ctx, tx, w.course.ID, bank)
		if err == nil {
			id = ids[at]
		}
		return err
	}))
	return id
}

func (w *world) propose(who access.Principal, cmd ProposeCorrection) Correction {
	w.t.Helper()
	cmd.Reason = "Đáp án in sai so với tài liệu"
	c, err := w.svc.ProposeCorrection(context.Background(), who, cmd)
	w.must(err)
	return c
}

func (w *world) work() {
	w.t.Helper()
	w.must(w.svc.WorkCorrections(context.Background()))
}

func (w *world) approve(who access.Principal, id uuid.UUID) {
	w.t.Helper()
	_, err := w.svc.DecideCorrection(context.Background(), who, DecideCorrection{ID: id, Approve: true, Reason: "Đã đối chiếu tài liệu"})
	w.must(err)
}

func (w *world) page(who access.Principal, id uuid.UUID) CorrectionPage {
	w.t.Helper()
	page, err := w.svc.FindCorrection(context.Background(), who, id)
	w.must(err)
	return page
}

// grades are the results as they stand.
func (w *world) grades() string {
	w.t.Helper()
	var all string
	w.must(w.owner.NewRaw(`SELECT coalesce(string_agg(concat_ws(' ', id, state, score, max_score, scaled, passed), '; ' ORDER BY id), '') FROM assessment.attempts`).
		Scan(context.Background(), &all))
	return all
}

// What is previewed is what comes; a second person approves; later papers are graded by the correction; once more
// changes nothing.
func TestCorrectedKey(t *testing.T) {
	t.Parallel()
	w := newWorld(t, terms{attempts: 3, coolingOff: 30, feedback: AfterSubmit, marking: UsualMarking()})
	one, two := staff(access.Examiner, w.agency), staff(access.Examiner, w.agency)
	_, right := w.handIn()
	old := w.version("q01")
	corrected := w.newVersion("q01", func(b *question.Body) { b.Options[0].Correct, b.Options[1].Correct = false, true })
	c := w.propose(one, ProposeCorrection{VersionID: old, Kind: NewKey, NewVersionID: corrected})
	before := w.grades()
	w.work()
	page := w.page(one, c.ID)
	if e := page.Effects; page.State != CorrectionCounted || e.Attempts != 1 || e.Down != 1 || e.Passes != 0 || e.Keeps != 0 || len(e.Agencies) != 1 || w.grades() != before {
		t.Fatalf("preview %+v", page)
	}
	if _, err := w.svc.DecideCorrection(context.Background(), one, DecideCorrection{ID: c.ID, Approve: true, Reason: "Tự duyệt"}); !errors.Is(err, ErrCorrectionSecond) {
		t.Fatalf("the proposer approves: %v", err)
	}
	w.approve(two, c.ID)
	w.work()
	if a := w.attemptNow(right.Attempt.ID); *a.Score != 900 || !*a.Passed || w.page(one, c.ID).State != CorrectionApplied {
		t.Errorf("applied: %+v", a)
	}
	if _, late := w.handIn(); *late.Attempt.Score != 900 {
		t.Errorf("a paper with the old key's answer, handed in later: %d", *late.Attempt.Score)
	}
	after := w.grades()
	w.exec(`UPDATE assessment.corrections SET state = 'applying', cursor_test = NULL, cursor_attempt = NULL`)
	w.work()
	if w.grades() != after || w.count(`SELECT count(*) FROM assessment.point_changes`) != 1 {
		t.Error("grading again changes something")
	}
}

// Whoever passed stays passed, and is counted beforehand; whoever passes by the correction gets what follows.
func TestPassesAreKeptAndGiven(t *testing.T) {
	t.Parallel()
	w := newWorld(t, terms{attempts: 3, coolingOff: 30, feedback: AfterSubmit, marking: UsualMarking()})
	one, two := staff(access.Examiner, w.agency), staff(access.Examiner, w.agency)
	_, passed := w.handIn(question.Multiple, question.ShortAnswer)                      // 7 of 10: just passed
	who, failed := w.handIn(question.TrueFalse, question.Numeric, question.ShortAnswer) // 6 of 10
	key := w.newVersion("q01", func(b *question.Body) { b.Options[0].Correct, b.Options[1].Correct = false, true })
	wrong := w.propose(one, ProposeCorrection{VersionID: w.version("q01"), Kind: NewKey, NewVersionID: key})
	gift := w.propose(one, ProposeCorrection{VersionID: w.version("q10"), Kind: Everybody})
	w.work()
	if e := w.page(two, wrong.ID).Effects; e.Keeps != 1 || e.Down != 2 {
		t.Errorf("a key that costs a pass: %+v", e)
	}
	if e := w.page(two, gift.ID).Effects; e.Passes != 1 || e.Up != 2 || len(w.page(two, wrong.ID).Enrollments) != 2 {
		t.Errorf("points for everybody: %+v", e)
	}
	w.approve(two, gift.ID)
	w.work()
	if a := w.attemptNow(failed.Attempt.ID); !*a.Passed || *a.Scaled != 700 {
		t.Errorf("points for everybody: %+v", a)
	}
	if n := w.count(`SELECT count(*) FROM learning.test_passes WHERE enrollment_id = ?`, failed.Attempt.EnrollmentID); n != 1 {
		t.Errorf("%d passes noted", n)
	}
	if item := w.itemOf(w.result(who, failed.Attempt.ID), question.ShortAnswer); item.Points != 100 {
		t.Errorf("an empty answer on the result page: %+v", item)
	}
	w.approve(two, wrong.ID)
	w.work()
	if a := w.attemptNow(failed.Attempt.ID); !*a.Passed || *a.Scaled != 600 {
		t.Errorf("a pass that the new key would not give: %+v", a)
	}
	if a := w.attemptNow(passed.Attempt.ID); !*a.Passed {
		t.Errorf("a pass was taken away: %+v", a)
	}
	struck := w.propose(one, ProposeCorrection{VersionID: w.version("q01"), Kind: StruckOut})
	w.work()
	w.approve(two, struck.ID)
	w.work()
	if a := w.attemptNow(failed.Attempt.ID); a.MaxScore != 900 || *a.Score != 600 || *a.Scaled != 667 {
		t.Errorf("struck out: %+v", a)
	}
	if n := w.count(`SELECT count(*) FROM assessment.point_changes WHERE approved_by = changed_by OR reason = ''`); n != 0 {
		t.Errorf("%d changes without a second person or a reason", n)
	}
}

func (w *world) itemOf(r Result, kind question.Type) ResultItem {
	w.t.Helper()
	for _, item := range r.Items {
		if item.Review.Type == kind {
			return item
		}
	}
	w.t.Fatalf("no %s on the result page", kind)
	return ResultItem{}
}

// attemptNow reads an attempt past every policy.
func (w *world) attemptNow(id uuid.UUID) Attempt {
	w.t.Helper()
	var a Attempt
	w.must(w.owner.NewSelect().Model(&a).ExcludeColumn("seat").Where("id = ?", id).Scan(context.Background()))
	return a
}

func TestRefusedCorrections(t *testing.T) {
	t.Parallel()
	w := newWorldOf(t, twice, essayBank())
	examiner := staff(access.Examiner, w.agency)
	old := w.version("q01")
	other := w.newVersion("q01", func(b *question.Body) { b.Options[2].Text = question.LocalText{VI: "Một lựa chọn khác"} })
	essay := w.newVersion("q09", func(b *question.Body) { b.Stem = question.LocalText{VI: "<p>Khác</p>"} })
	for name, c := range map[string]struct {
		who  access.Principal
		cmd  ProposeCorrection
		want error
	}{
		"a grader":            {staff(access.Grader, w.agency), ProposeCorrection{VersionID: old, Kind: Everybody, Reason: "Sai đáp án"}, fault.ErrForbidden},
		"nobody":              {access.Principal{}, ProposeCorrection{VersionID: old, Kind: Everybody, Reason: "Sai đáp án"}, fault.ErrSignInRequired},
		"no reason":           {examiner, ProposeCorrection{VersionID: old, Kind: Everybody}, fault.ErrInvalid},
		"no such version":     {examiner, ProposeCorrection{VersionID: uuid.New(), Kind: Everybody, Reason: "Sai đáp án"}, fault.ErrNotFound},
		"another question":    {examiner, ProposeCorrection{VersionID: old, Kind: NewKey, NewVersionID: w.version("q02"), Reason: "Sai đáp án"}, fault.ErrInvalid},
		"other options":       {examiner, ProposeCorrection{VersionID: old, Kind: NewKey, NewVersionID: other, Reason: "Sai đáp án"}, fault.ErrInvalid},
		"the same version":    {examiner, ProposeCorrection{VersionID: old, Kind: NewKey, NewVersionID: old, Reason: "Sai đáp án"}, fault.ErrInvalid},
		"the key of an essay": {examiner, ProposeCorrection{VersionID: w.version("q09"), Kind: NewKey, NewVersionID: essay, Reason: "Sai đáp án"}, fault.ErrInvalid},
	} {
		if _, err := w.svc.ProposeCorrection(context.Background(), c.who, c.cmd); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	c := w.propose(examiner, ProposeCorrection{VersionID: old, Kind: Everybody})
	if _, err := w.svc.ProposeCorrection(context.Background(), examiner, ProposeCorrection{VersionID: old, Kind: StruckOut, Reason: "Bỏ câu"}); !errors.Is(err, ErrCorrectionOpen) {
		t.Errorf("two at once: %v", err)
	}
	if _, err := w.svc.DecideCorrection(context.Background(), staff(access.Examiner, w.agency), DecideCorrection{ID: c.ID, Approve: true, Reason: "Duyệt"}); !errors.Is(err, ErrCorrectionState) {
		t.Errorf("approved before it was counted: %v", err)
	}
}

// A correction that is approved while learners hand in misses none of them.
func TestCorrectionWhileSubmitting(t *testing.T) {
	t.Parallel()
	w := newWorld(t, usual)
	one, two := staff(access.Examiner, w.agency), staff(access.Examiner, w.agency)
	ctx := context.Background()
	c := w.propose(one, ProposeCorrection{VersionID: w.version("q10"), Kind: StruckOut})
	w.work()
	const learners = 12
	type sitting struct {
		who     access.Principal
		attempt uuid.UUID
	}
	var sittings []sitting
	for range learners {
		who, enrollment := w.learner()
		sittings = append(sittings, sitting{who, w.start(who, enrollment, FinalTest).Attempt.ID})
	}
	var wg sync.WaitGroup
	for i, s := range sittings {
		wg.Add(1)
		go func() {
			defer wg.Done()
			if i == learners/2 {
				_, _ = w.svc.DecideCorrection(ctx, two, DecideCorrection{ID: c.ID, Approve: true, Reason: "Đã đối chiếu"})
			}
			_, _ = w.svc.SubmitAttempt(ctx, s.who, s.attempt)
		}()
	}
	wg.Wait()
	w.work()
	if n := w.count(`SELECT count(*) FROM assessment.attempts WHERE state = 'graded' AND max_score = 900`); n != learners {
		t.Errorf("%d of %d are graded by the correction", n, learners)
	}
}

// Grading is a function of its evidence: whatever the answers, marks, corrections and changes by hand are, the same
// comes out again, within the bounds of the paper, and what nobody answered changes nothing.
func TestGradingAgainGivesTheSame(t *testing.T) {
	t.Parallel()
	bank := essayBank()
	bodies, paper := map[uuid.UUID]question.Body{}, Paper{}
	for i, q := range bank {
		id := uuid.New()
		layout, err := question.Arrange(q.Body, 7, i+1)
		if err != nil {
			t.Fatal(err)
		}
		bodies[id], paper.Items = q.Body, append(paper.Items, PaperItem{VersionID: id, Layout: layout})
	}
	rapid.Check(t, func(t *rapid.T) {
		of := evidence{keys: map[uuid.UUID]correctedKey{}, marks: map[place]int{}, byHand: map[int]int{}}
		for i, item := range paper.Items {
			switch rapid.IntRange(0, 3).Draw(t, "answered") {
			case 0:
			case 1:
				of.answers = append(of.answers, StoredAnswer{Position: i + 1, Late: true, Payload: rightAnswer(item, bodies[item.VersionID])})
			default:
				of.answers = append(of.answers, StoredAnswer{Position: i + 1, Payload: rightAnswer(item, bodies[item.VersionID])})
			}
			kind := rapid.SampledFrom([]CorrectionKind{"", Everybody, StruckOut, NewKey}).Draw(t, "key")
			if kind != "" {
				of.keys[item.VersionID] = correctedKey{kind: kind, body: bodies[item.VersionID]}
			}
			if rapid.IntRange(0, 4).Draw(t, "by hand") == 0 {
				of.byHand[i+1] = rapid.IntRange(0, 100).Draw(t, "points")
			}
		}
		of.marks[place{9, 0}] = rapid.IntRange(0, 100).Draw(t, "mark")
		first, err := gradePaper(paper, bodies, of, 700)
		again, err2 := gradePaper(paper, bodies, of, 700)
		if err != nil || err2 != nil || first.score != again.score || first.scaled != again.scaled || first.passed != again.passed {
			t.Fatalf("%+v, again %+v (%v, %v)", first, again, err, err2)
		}
		if first.score < 0 || first.score > first.most || first.scaled < 0 || first.scaled > 1000 || len(first.waiting) > 0 {
			t.Fatalf("out of bounds: %+v", first)
		}
	})
}
