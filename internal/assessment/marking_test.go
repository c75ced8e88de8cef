package assessment

import (
	"context"
	"errors"
	"fmt"
	"math"
	"sync"
	"testing"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/fault"
	"taphuan/internal/question"
)

// essayBank is sampleBank with an essay of one point in place of the question on a number.
func essayBank() []BankQuestion {
	bank := sampleBank()
	levels := func(points ...question.Points) []question.Level {
		list := make([]question.Level, len(points))
		for i, p := range points {
			list[i] = question.Level{Text: question.LocalText{VI: fmt.Sprintf("Mức %d", i)}, Points: p}
		}
		return list
	}
	bank[8].Body = question.Body{Type: question.EssayType, MaxPoints: 100, Stem: question.LocalText{VI: "<p>Viết cách xử lý</p>"},
		Essay: &question.Essay{Rubric: question.Rubric{Criteria: []question.Criterion{
			{Key: "noi-dung", Text: question.LocalText{VI: "Nội dung"}, Levels: levels(0, 30, 60)},
			{Key: "trinh-bay", Text: question.LocalText{VI: "Trình bày"}, Levels: levels(0, 20, 40)}}}}}
	return bank
}

var twice = terms{attempts: 3, coolingOff: 30, feedback: AfterSubmit, marking: Marking{SecondMarker: true, ModerationPercent: 20, AppealDays: 7}}

// staff is somebody with a role at the agencies.
func staff(role access.Role, agencies ...uuid.UUID) access.Principal {
	return access.Principal{PersonID: audit.NewID(), Grants: []access.Grant{{Role: role, AgencyID: agencies[0], Agencies: agencies}}}
}

// handIn takes the final test with every answer right but those left out, by type.
func (w *world) handIn(leave ...question.Type) (access.Principal, Result) {
	w.t.Helper()
	who, enrollment := w.learner()
	attempt := w.start(who, enrollment, FinalTest).Attempt
	w.save(who, attempt.ID, w.answersBut(attempt, leave...)...)
	return who, w.submit(who, attempt.ID)
}

func (w *world) answersBut(attempt Attempt, leave ...question.Type) []Answer {
	w.t.Helper()
	bodies, err := w.svc.loadBodies(context.Background(), w.db.Bun, attempt.Paper.versions())
	w.must(err)
	var kept []Answer
	for _, answer := range w.rightAnswers(attempt, 1) {
		left := false
		for _, kind := range leave {
			left = left || bodies[attempt.Paper.Items[answer.Position-1].VersionID].Type == kind
		}
		if !left {
			kept = append(kept, answer)
		}
	}
	return kept
}

func (w *world) claim(who access.Principal) *Script {
	w.t.Helper()
	script, err := w.svc.ClaimScript(context.Background(), who, ClaimScript{})
	w.must(err)
	return script
}

// mark claims the next answer and gives it levels of content and form.
func (w *world) mark(who access.Principal, content, form int) ScriptState {
	w.t.Helper()
	script := w.claim(who)
	if script == nil {
		w.t.Fatal("nothing waits")
	}
	state, err := w.svc.MarkScript(context.Background(), who, MarkScript{ScriptID: script.ID, Levels: map[string]int{"noi-dung": content, "trinh-bay": form}, Comment: "Đủ ý"})
	w.must(err)
	return state
}

func (w *world) result(who access.Principal, attempt uuid.UUID) Result {
	w.t.Helper()
	result, err := w.svc.FindResult(context.Background(), who, attempt)
	w.must(err)
	return result
}

// An essay waits for two blind marks; what differs is decided by a third person; then the result stands and counts.
func TestEssayIsMarkedTwiceAndModerated(t *testing.T) {
	t.Parallel()
	w := newWorldOf(t, twice, essayBank())
	ctx := context.Background()
	who, waiting := w.handIn()
	if a := waiting.Attempt; a.State != Submitted || a.Scaled != nil || *a.Score != 900 || waiting.Waiting != 1 || waiting.Standing.State != TestMarking {
		t.Fatalf("handed in: %+v", waiting)
	}
	if _, err := w.svc.StartAttempt(ctx, who, StartAttempt{EnrollmentID: waiting.Attempt.EnrollmentID, Kind: FinalTest}); !errors.Is(err, ErrMarking) {
		t.Errorf("another attempt while it waits: %v", err)
	}
	first, second, third := staff(access.Grader, w.agency), staff(access.Grader, w.agency), staff(access.Examiner, w.agency)
	if state := w.mark(first, 2, 2); state != ScriptWaiting {
		t.Fatalf("after the first mark: %s", state)
	}
	if w.claim(first) != nil {
		t.Error("the first marker gets the answer again")
	}
	if state := w.result(who, waiting.Attempt.ID).Attempt.State; state != UnderReview {
		t.Errorf("under way: %s", state)
	}
	if script := w.claim(second); script == nil || len(script.Marks) > 0 {
		t.Errorf("the second marker sees %+v", script)
	}
	if state := w.mark(second, 1, 1); state != ScriptModeration {
		t.Fatalf("100 beside 50 of 100 points: %s", state)
	}
	if w.claim(staff(access.Grader, w.agency)) != nil {
		t.Error("a grader moderates")
	}
	if script := w.claim(third); script == nil || len(script.Marks) != 2 {
		t.Fatalf("the third person sees %+v", script)
	}
	if state := w.mark(third, 2, 1); state != ScriptFinal {
		t.Fatalf("decided: %s", state)
	}
	done := w.result(who, waiting.Attempt.ID)
	if a := done.Attempt; a.State != Graded || *a.Score != 980 || *a.Scaled != 980 || !*a.Passed || done.Waiting != 0 || done.AppealsUntil == nil {
		t.Errorf("result %+v", done)
	}
	if n := w.count(`SELECT count(*) FROM learning.test_passes WHERE score = 980`); n != 1 {
		t.Errorf("%d passes noted", n)
	}
	for _, item := range done.Items {
		if len(item.Marked) == 1 && (len(item.Marked[0].Levels) != 1 || item.Marked[0].Levels[0]["trinh-bay"] != 1 || len(item.Marked[0].Rubric.Criteria) != 2) {
			t.Errorf("the learner sees %+v, not the levels that decided", item.Marked[0])
		}
	}
	tests, total, err := w.svc.ListMarkedTests(ctx, third, 10, 0)
	if err != nil || total != 1 || tests[0].TestID != done.Attempt.TestID || tests[0].Answers != 1 || tests[0].Final != 1 || !tests[0].SecondMarker {
		t.Errorf("%d marked tests, %+v, %v", total, tests, err)
	}
	if _, _, err := w.svc.ListMarkedTests(ctx, first, 10, 0); !errors.Is(err, fault.ErrForbidden) {
		t.Errorf("a grader lists tests: %v", err)
	}
	if _, total, err := w.svc.ListMarkedTests(ctx, staff(access.Examiner, uuid.New()), 10, 0); total != 0 || err != nil {
		t.Errorf("another agency's examiner: %d, %v", total, err)
	}
	agreement, err := w.svc.FindAgreement(ctx, third, done.Attempt.TestID)
	if err != nil || agreement.Answers != 1 || agreement.Levels != 2 || agreement.Adjacent != 2 || agreement.Moderated != 1 {
		t.Errorf("agreement %+v, %v", agreement, err)
	}
	history, err := w.svc.ListOwnHistory(ctx, who, done.Attempt.ID)
	if err != nil || len(history) != 1 || history[0].Cause != ByMarking || history[0].ScoreBefore != 900 || history[0].ScoreAfter != 980 {
		t.Errorf("history %+v, %v", history, err)
	}
}

// Whoever has no right to mark, belongs to another agency or wrote the answer gets nothing and changes nothing.
func TestWhoMayNotMark(t *testing.T) {
	t.Parallel()
	w := newWorldOf(t, twice, essayBank())
	ctx := context.Background()
	who, _ := w.handIn()
	own := staff(access.Grader, w.agency)
	own.PersonID = who.PersonID
	for name, p := range map[string]access.Principal{"the writer": own, "another agency's": staff(access.Grader, uuid.New())} {
		if script := w.claim(p); script != nil {
			t.Errorf("%s claims %+v", name, script)
		}
	}
	good := map[string]int{"noi-dung": 1, "trinh-bay": 1}
	if _, err := w.svc.ClaimScript(ctx, staff(access.Author, w.agency), ClaimScript{}); !errors.Is(err, fault.ErrForbidden) {
		t.Errorf("an author: %v", err)
	}
	grader := staff(access.Grader, w.agency)
	script := w.claim(grader)
	for name, c := range map[string]struct {
		who    access.Principal
		levels map[string]int
		want   error
	}{
		"without a claim":   {staff(access.Grader, w.agency), good, ErrNotHeld},
		"another agency's":  {staff(access.Grader, uuid.New()), good, fault.ErrNotFound},
		"a criterion less":  {grader, map[string]int{"noi-dung": 1}, fault.ErrInvalid},
		"a level too many":  {grader, map[string]int{"noi-dung": 3, "trinh-bay": 0}, fault.ErrInvalid},
		"a level too few":   {grader, map[string]int{"noi-dung": -1, "trinh-bay": 0}, fault.ErrInvalid},
		"a criterion more":  {grader, map[string]int{"noi-dung": 1, "trinh-bay": 1, "x": 0}, fault.ErrInvalid},
		"an author's right": {staff(access.Author, w.agency), good, fault.ErrForbidden},
	} {
		if _, err := w.svc.MarkScript(ctx, c.who, MarkScript{ScriptID: script.ID, Levels: c.levels}); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	w.exec(`UPDATE assessment.scripts SET claimed_until = now() - interval '1 second'`)
	if _, err := w.svc.MarkScript(ctx, grader, MarkScript{ScriptID: script.ID, Levels: good}); !errors.Is(err, ErrNotHeld) {
		t.Errorf("after half an hour: %v", err)
	}
	if n := w.count(`SELECT count(*) FROM assessment.marks`); n != 0 {
		t.Errorf("%d marks stand", n)
	}
}

// However many graders ask at one moment, each answer is held by one.
func TestGradersNeverHoldTheSameAnswer(t *testing.T) {
	t.Parallel()
	w := newWorldOf(t, twice, essayBank())
	for range 3 {
		w.handIn()
	}
	held := make([]*Script, 8)
	var wg sync.WaitGroup
	for i := range held {
		wg.Add(1)
		go func() {
			defer wg.Done()
			held[i], _ = w.svc.ClaimScript(context.Background(), staff(access.Grader, w.agency), ClaimScript{})
		}()
	}
	wg.Wait()
	seen := map[uuid.UUID]bool{}
	for _, script := range held {
		if script != nil && seen[script.ID] {
			t.Errorf("two hold %s", script.ID)
		} else if script != nil {
			seen[script.ID] = true
		}
	}
	if len(seen) == 0 || len(seen) > 3 {
		t.Errorf("%d of 3 answers are held", len(seen))
	}
}

// The database itself holds the order of states, that a pass stays, and that marks and history never change.
func TestDatabaseHoldsTheStates(t *testing.T) {
	t.Parallel()
	w := newWorldOf(t, terms{attempts: 3, feedback: AfterSubmit, marking: Marking{}}, essayBank())
	who, waiting := w.handIn()
	refused := func(name, query string) {
		t.Helper()
		if _, err := w.owner.ExecContext(context.Background(), query); err == nil {
			t.Errorf("%s is allowed", name)
		}
	}
	refused("a waiting attempt that starts again", `UPDATE assessment.attempts SET state = 'started'`)
	refused("a result without points", `UPDATE assessment.attempts SET state = 'graded'`)
	refused("a second open attempt", `INSERT INTO assessment.attempts SELECT (jsonb_populate_record(a, jsonb_build_object('id', gen_random_uuid(), 'number', 2, 'state', 'started'))).* FROM assessment.attempts a`)
	w.mark(staff(access.Grader, w.agency), 2, 2)
	refused("a graded attempt under review", `UPDATE assessment.attempts SET state = 'under_review', scaled = NULL, passed = NULL`)
	refused("a pass taken away", `UPDATE assessment.attempts SET passed = false`)
	refused("another mark in its place", `UPDATE assessment.marks SET points = 0`)
	refused("a mark deleted", `DELETE FROM assessment.marks`)
	refused("history rewritten", `UPDATE assessment.point_changes SET score_after = 0`)
	if a := w.result(who, waiting.Attempt.ID).Attempt; *a.Scaled != 1000 {
		t.Errorf("one marker: %+v", a)
	}
}

func TestOutcomeOfMarks(t *testing.T) {
	t.Parallel()
	marks := func(points ...int) []Mark {
		list := make([]Mark, len(points))
		for i, p := range points {
			list[i].Points = p
		}
		return list
	}
	for name, c := range map[string]struct {
		marks  []Mark
		second bool
		state  ScriptState
		points int
	}{
		"none":               {marks(), false, ScriptWaiting, -1},
		"one of one":         {marks(70), false, ScriptFinal, 70},
		"one of two":         {marks(70), true, ScriptWaiting, -1},
		"alike":              {marks(70, 75), true, ScriptFinal, 73},
		"at the threshold":   {marks(50, 70), true, ScriptFinal, 60},
		"over the threshold": {marks(50, 71), true, ScriptModeration, -1},
		"decided":            {marks(50, 71, 40), true, ScriptFinal, 40},
	} {
		state, points := outcome(c.marks, c.second, 20)
		if state != c.state || (points == nil) != (c.points < 0) || (points != nil && *points != c.points) {
			t.Errorf("%s: %s %v", name, state, points)
		}
	}
}

// The worked figures: quadratic weights over a table of three levels, computed by hand from the definition, and the ends.
func TestWeightedKappa(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		table           levelTable
		exact, adjacent int
		kappa           float64
		known           bool
	}{
		"all alike":      {levelTable{{0, 0}: 5, {1, 1}: 5}, 10, 0, 1, true},
		"all opposite":   {levelTable{{0, 1}: 5, {1, 0}: 5}, 0, 10, -1, true},
		"by chance":      {levelTable{{0, 0}: 1, {0, 1}: 1, {1, 0}: 1, {1, 1}: 1}, 2, 2, 0, true},
		"one level only": {levelTable{{1, 1}: 7}, 7, 0, 0, false},
		// margins 4, 3, 3 and 3, 4, 3: observed 3 of 10; by chance 4*4 + 3*3 + 3*3 + 3*4 + 4*(4*3 + 3*3) = 130 of 100
		"three levels": {levelTable{{0, 0}: 3, {0, 1}: 1, {1, 1}: 2, {1, 2}: 1, {2, 2}: 2, {2, 1}: 1}, 7, 3, 1 - 3*10.0/130, true},
	} {
		var got Agreement
		c.table.measure(&got)
		if got.Exact != c.exact || got.Adjacent != c.adjacent || got.KappaKnown != c.known || math.Abs(got.Kappa-c.kappa) > 1e-9 {
			t.Errorf("%s: %+v", name, got)
		}
	}
}
