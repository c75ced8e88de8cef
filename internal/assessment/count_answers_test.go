package assessment

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/question"
)

func author() access.Principal {
	return access.Principal{PersonID: uuid.New(), Grants: []access.Grant{{Role: access.Author, AgencyID: uuid.New()}}}
}

var finals = CountAnswers{CourseKey: "an1", Kind: FinalTest}

// sit makes a learner who answers the first known questions of the bank rightly. The second question they answer in any
// case: wrongly by its first option.
func (w *world) sit(kind Kind, known int) (access.Principal, uuid.UUID) {
	w.t.Helper()
	who, enrollment := w.learner()
	w.answer(who, enrollment, kind, known)
	return who, enrollment
}

func (w *world) answer(who access.Principal, enrollment uuid.UUID, kind Kind, known int) {
	w.t.Helper()
	a := w.start(who, enrollment, kind).Attempt
	var answers []Answer
	for i, right := range w.rightAnswers(a, 1) {
		number := w.count(`SELECT substr(q.key, 2)::int FROM assessment.questions q JOIN assessment.question_versions v ON v.question_id = q.id
			WHERE v.id = ?`, a.Paper.Items[i].VersionID)
		if number == 2 && known < 2 {
			right.Payload = question.Answer{Choices: []int{slices.Index(a.Paper.Items[i].Order, 0)}}
		}
		if number <= known || number == 2 {
			answers = append(answers, right)
		}
	}
	if len(answers) > 0 {
		w.save(who, a.ID, answers...)
	}
	w.submit(who, a.ID)
}

func (w *world) marks(q CountAnswers) TestFigures {
	w.t.Helper()
	figures, err := w.svc.CountMarks(context.Background(), author(), q)
	w.must(err)
	return figures
}

func (w *world) item(q CountAnswers, key string) ItemFigures {
	w.t.Helper()
	items, _, err := w.svc.CountItems(context.Background(), author(), q, nil, 100, 0)
	w.must(err)
	for _, item := range items {
		if item.Key == key {
			return item
		}
	}
	w.t.Fatalf("no item %s among %d", key, len(items))
	return ItemFigures{}
}

// twelve people know the first 0, 1, ..., 10, 10 of the ten questions.
func (w *world) twelve() {
	for i := range 12 {
		w.sit(FinalTest, min(i, 10))
	}
}

// repeat enrolls the learner of an enrollment in a second round, with a first attempt of its own.
func (w *world) repeat(enrollment uuid.UUID) {
	w.t.Helper()
	again := uuid.New()
	w.exec(`INSERT INTO learning.enrollments SELECT (jsonb_populate_record(e, jsonb_build_object('id', ?, 'round', 2))).*
		FROM learning.enrollments e WHERE id = ?`, again, enrollment)
	w.exec(`INSERT INTO assessment.attempts SELECT (jsonb_populate_record(a, jsonb_build_object('id', ?, 'enrollment_id', ?, 'started_at', now()))).*
		FROM assessment.attempts a WHERE enrollment_id = ? AND number = 1`, uuid.New(), again, enrollment)
}

func isNear(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 1e-9 {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

func TestCountMarksFromTenPeopleUp(t *testing.T) {
	t.Parallel()
	w := newWorld(t, usual)
	who, enrollment := w.sit(FinalTest, 0)
	for i := range 8 {
		w.sit(FinalTest, i+1)
	}
	if few := w.marks(finals); few.Summary != nil || few.Gain != nil || len(few.Editions) != 1 || few.Test.QuestionCount != 10 {
		t.Errorf("of nine people: %+v", few)
	}
	if item := w.item(finals, "q01"); item.Figures != nil || item.Flags != nil {
		t.Errorf("of nine people: %+v", item)
	}
	for _, known := range []int{9, 10, 10} {
		w.sit(FinalTest, known)
	}
	w.endCoolingOff(enrollment)
	w.answer(who, enrollment, FinalTest, 10) // a second attempt is not counted
	w.repeat(enrollment)                     // nor the first one of a later round

	s := w.marks(finals).Summary
	if s == nil || s.People != 12 || s.Passed != 5 {
		t.Fatalf("%+v", s)
	}
	isNear(t, "mean", s.Mean, 65.0/12)
	isNear(t, "median", s.Median, 5.5)
	if s.Bins != [10]int{1, 1, 1, 1, 1, 1, 1, 1, 1, 3} {
		t.Errorf("bins %v", s.Bins)
	}
	if s.Reliability == nil || s.Reliability.Value < 0.8 || s.StandardError == nil || s.Consistency == nil {
		t.Errorf("people who differ so much are told apart: %+v", s)
	}
	// Who knows no question still gets none for the wrong option; the second question is worth nothing to people 0 and 1.
	q2 := w.item(finals, "q02")
	if len(q2.Ways) != 4 || !q2.Ways[1].Right || q2.Figures.People != 12 || q2.Figures.Labels[0].Chosen != 2 || q2.Figures.Labels[1].Chosen != 10 {
		t.Errorf("%+v, %+v", q2, q2.Figures)
	}
	isNear(t, "difficulty", q2.Figures.Difficulty, 10.0/12)
	isNear(t, "omitted", q2.Figures.Omitted, 0)
	if q2.Figures.Labels[0].RestMean != nil || q2.Figures.Labels[1].RestMean == nil || q2.Figures.Labels[1].Upper != nil {
		t.Errorf("something is told of fewer than five: %+v", q2.Figures.Labels)
	}
	q10 := w.item(finals, "q10")
	isNear(t, "difficulty", q10.Figures.Difficulty, 2.0/12)
	isNear(t, "omitted", q10.Figures.Omitted, 10.0/12)
	if len(q10.Ways) > 0 || len(q10.Figures.Labels) > 0 || q10.Figures.Discrimination == nil || q10.Figures.MedianSeconds != nil {
		t.Errorf("%+v", q10.Figures)
	}
}

// TestStatementsHaveTwoLabels: a statement is answered by right or wrong, and the labels follow the answers and no screen.
func TestStatementsHaveTwoLabels(t *testing.T) {
	t.Parallel()
	w := newWorld(t, usual)
	w.twelve()
	q5 := w.item(finals, "q05")
	if len(q5.Ways) != 2 || !q5.Ways[0].Right || q5.Ways[1].Right || q5.Figures.Labels[0].Chosen != 7 || q5.Figures.Labels[1].Chosen != 0 {
		t.Errorf("%+v, %+v", q5.Ways, q5.Figures)
	}
	q7 := w.item(finals, "q07") // several right: both are chosen by the five who know it
	if q7.Figures.Labels[0].Chosen != 5 || q7.Figures.Labels[1].Chosen != 0 || q7.Figures.Labels[2].Chosen != 5 {
		t.Errorf("%+v", q7.Figures)
	}
}

// TestLateAnswersAreLeftOpen: what was not graded is not counted as an answer.
func TestLateAnswersAreLeftOpen(t *testing.T) {
	t.Parallel()
	w := newWorld(t, usual)
	w.twelve()
	w.exec(`UPDATE assessment.answers SET late = true, points = NULL`)
	isNear(t, "omitted", w.item(finals, "q02").Figures.Omitted, 1)
}

// TestPapersNoLongerKept: marks are counted without their papers, and no question.
func TestPapersNoLongerKept(t *testing.T) {
	t.Parallel()
	w := newWorld(t, usual)
	w.twelve()
	w.exec(`DELETE FROM assessment.answers`)
	w.exec(`UPDATE assessment.attempts SET paper = '{"items": []}'`)
	if s := w.marks(finals).Summary; s == nil || s.People != 12 || s.Reliability != nil {
		t.Errorf("%+v", s)
	}
	if item := w.item(finals, "q01"); item.Figures != nil {
		t.Errorf("%+v", item)
	}
}

func TestGainOfTheSamePeople(t *testing.T) {
	t.Parallel()
	w := newWorld(t, usual)
	for i := range 11 {
		who, enrollment := w.sit(PreTest, 0)
		if i > 0 {
			w.answer(who, enrollment, FinalTest, 8)
		}
	}
	for range 3 {
		w.sit(FinalTest, 1) // without a pre-test
	}
	g := w.marks(finals).Gain
	if g == nil || g.People != 10 {
		t.Fatalf("%+v", g)
	}
	isNear(t, "after", g.After, 8)
	if w.marks(CountAnswers{CourseKey: "an1", Kind: PreTest}).Gain != nil {
		t.Error("a pre-test has no gain")
	}
}

// TestEditions: a version of the course that leaves the test alone goes on with its figures; another question begins anew,
// and the older figures stay.
func TestEditions(t *testing.T) {
	t.Parallel()
	w := newWorld(t, usual)
	w.twelve()
	first := w.marks(finals)
	w.publish(usual)
	same := w.marks(finals)
	if len(same.Editions) != 1 || same.Summary == nil || same.Summary.People != 12 || !same.Edition.Current || same.Edition.TestID == first.Edition.TestID {
		t.Errorf("the same questions in a new version: %+v", same)
	}
	w.bank[0].Body.Stem.VI = "<p>Câu hỏi khác</p>"
	w.publish(usual)
	anew := w.marks(finals)
	if len(anew.Editions) != 2 || anew.Edition.Number != 2 || !anew.Edition.Current || anew.Summary != nil {
		t.Errorf("another question: %+v", anew)
	}
	older := finals
	older.TestID = first.Edition.TestID
	if old := w.marks(older); old.Edition.Number != 1 || old.Edition.Current || old.Summary == nil || old.Summary.People != 12 {
		t.Errorf("the older edition: %+v", old)
	}
}

// TestItemsByAttention: what needs a look comes first, page by page, and each question once.
func TestItemsByAttention(t *testing.T) {
	t.Parallel()
	w := newWorld(t, usual)
	w.twelve()
	var keys []string
	for page := range int64(4) {
		items, total, err := w.svc.CountItems(t.Context(), author(), finals, nil, 3, 3*page)
		w.must(err)
		if total != 10 {
			t.Errorf("total %d", total)
		}
		for _, item := range items {
			keys = append(keys, item.Key)
		}
	}
	slices.Sort(keys)
	if len(keys) != 10 || len(slices.Compact(keys)) != 10 {
		t.Errorf("%v", keys)
	}
}

// TestOnlyAuthorsCountAnswers asks from the forbidden side.
func TestOnlyAuthorsCountAnswers(t *testing.T) {
	t.Parallel()
	w := newWorld(t, usual)
	who, _ := w.sit(FinalTest, 10)
	at := func(role access.Role) access.Principal {
		return access.Principal{PersonID: uuid.New(), Grants: []access.Grant{{Role: role, AgencyID: w.agency, Agencies: []uuid.UUID{w.agency}}}}
	}
	other := finals
	other.TestID = uuid.New()
	for name, c := range map[string]struct {
		who  access.Principal
		q    CountAnswers
		want fault.Kind
	}{
		"nobody":           {access.Principal{}, finals, fault.Unauthenticated},
		"a learner":        {who, finals, fault.Forbidden},
		"a focal point":    {at(access.FocalPoint), finals, fault.Forbidden},
		"the province":     {at(access.ProvinceManager), finals, fault.Forbidden},
		"no course":        {author(), CountAnswers{CourseKey: "xx9", Kind: FinalTest}, fault.NotFound},
		"no such kind":     {author(), CountAnswers{CourseKey: "an1", Kind: "probe"}, fault.NotFound},
		"no such test":     {author(), other, fault.NotFound},
		"a reviewer, none": {at(access.Reviewer), other, fault.NotFound},
	} {
		if _, err := w.svc.CountMarks(t.Context(), c.who, c.q); fault.KindOf(err) != c.want {
			t.Errorf("%s, marks: %v", name, err)
		}
		if _, _, err := w.svc.CountItems(t.Context(), c.who, c.q, nil, 10, 0); fault.KindOf(err) != c.want {
			t.Errorf("%s, items: %v", name, err)
		}
	}
	for _, role := range []access.Role{access.Author, access.Reviewer, access.SystemAdmin} {
		if _, err := w.svc.CountMarks(t.Context(), at(role), finals); err != nil {
			t.Errorf("%s: %v", role, err)
		}
	}
}

func TestCountPassRates(t *testing.T) {
	t.Parallel()
	w := newWorld(t, usual)
	w.twelve()
	other, small := w.addAgency("T2"), w.addAgency("T3")
	w.moveAttempts(other, 5)
	w.moveAttempts(small, 2)
	at := func(role access.Role, agencies ...uuid.UUID) access.Principal {
		return access.Principal{PersonID: uuid.New(), Grants: []access.Grant{{Role: role, AgencyID: agencies[0], Agencies: agencies}}}
	}
	for name, c := range map[string]struct {
		who    access.Principal
		want   string
		hidden int
	}{
		"the province":             {at(access.ProvinceManager, w.agency), "UBND xã Thử 5/5", 2}, // T3 has two people, and T2 would give them away
		"one's own agency":         {at(access.AgencyLeader, other), "T2 0/5", 0},
		"an agency with two":       {at(access.AgencyLeader, small), "", 1},
		"an agency with nobody":    {at(access.FocalPoint, uuid.New()), "", 0},
		"own and another together": {at(access.Inspector, w.agency, other), "T2 0/5 UBND xã Thử 5/5", 0},
	} {
		found, err := w.svc.CountPassRates(t.Context(), c.who, finals, 10, 0)
		w.must(err)
		got := ""
		for _, r := range found.Rates {
			got += fmt.Sprintf(" %s %d/%d", r.Name, r.Passed, r.People)
		}
		if got = strings.TrimSpace(got); found.Hidden != c.hidden || found.Total != len(found.Rates) || got != c.want {
			t.Errorf("%s: %q, %d hidden", name, got, found.Hidden)
		}
	}
	for name, c := range map[string]struct {
		who  access.Principal
		want fault.Kind
	}{"nobody": {access.Principal{}, fault.Unauthenticated}, "a learner": {access.Principal{PersonID: uuid.New()}, fault.Forbidden}, "an author": {author(), fault.Forbidden}} {
		if _, err := w.svc.CountPassRates(t.Context(), c.who, finals, 10, 0); fault.KindOf(err) != c.want {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func (w *world) addAgency(name string) uuid.UUID {
	w.t.Helper()
	id := uuid.New()
	w.exec(`INSERT INTO organization.agencies (id) VALUES (?)`, id)
	w.exec(`INSERT INTO organization.agency_versions (id, agency_id, valid_from, name, kind, code, name_key)
		VALUES (?, ?, '2025-07-01', ?, 'commune', ?, ?)`, uuid.New(), id, name, name, name)
	return id
}

// moveAttempts gives the attempts with the lowest marks of the first agency to another.
func (w *world) moveAttempts(agency uuid.UUID, n int) {
	w.t.Helper()
	w.exec(`UPDATE assessment.attempts SET agency_id = ? WHERE id IN (SELECT id FROM assessment.attempts WHERE agency_id = ? ORDER BY scaled, id LIMIT ?)`, agency, w.agency, n)
}

func TestHideAgencies(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ people, want []int }{
		"all large":                         {[]int{9, 5}, []int{9, 5}},
		"few, hidden with the smallest":     {[]int{9, 4, 6}, []int{9}},
		"many few hide one another":         {[]int{9, 4, 6, 1}, []int{9, 6}},
		"the only one beside a few":         {[]int{9, 1}, nil},
		"none":                              {nil, nil},
		"only few":                          {[]int{1}, nil},
		"of two smallest only one is taken": {[]int{5, 5, 1}, []int{5}},
	} {
		var rates []PassRate
		for _, n := range c.people {
			rates = append(rates, PassRate{AgencyID: uuid.New(), People: n})
		}
		var got []int
		for _, r := range hideAgencies(rates) {
			got = append(got, r.People)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

// TestCorrectedKeyIsTheKeyOfFigures: who is right by the corrected key is right in the table of answers too.
func TestCorrectedKeyIsTheKeyOfFigures(t *testing.T) {
	t.Parallel()
	w := newWorld(t, usual)
	w.twelve()
	swap := w.newVersion("q02", func(b *question.Body) { b.Options[0].Correct, b.Options[1].Correct = true, false })
	c := w.propose(staff(access.Examiner, w.agency), ProposeCorrection{VersionID: w.version("q02"), Kind: NewKey, NewVersionID: swap})
	w.work()
	if q2 := w.item(finals, "q02"); !q2.Ways[1].Right || q2.Figures.Labels[0].Right {
		t.Errorf("a correction that nobody has approved: %+v", q2.Ways)
	}
	w.approve(staff(access.Examiner, w.agency), c.ID)
	w.work()
	q2 := w.item(finals, "q02")
	if !q2.Ways[0].Right || q2.Ways[1].Right || !q2.Figures.Labels[0].Right || q2.Figures.Labels[0].Chosen != 2 {
		t.Errorf("%+v, %+v", q2.Ways, q2.Figures.Labels)
	}
	isNear(t, "difficulty", q2.Figures.Difficulty, 2.0/12)
}

// An essay that nobody has marked is left out of the figures of its question: it did not earn nothing.
func TestUnmarkedAnswersAreNotCounted(t *testing.T) {
	t.Parallel()
	w := newWorldOf(t, terms{attempts: 3, feedback: AfterSubmit}, essayBank())
	grader := staff(access.Grader, w.agency)
	for range 11 {
		w.handIn()
		w.mark(grader, 2, 2)
	}
	_, unmarked := w.handIn()
	_, empty := w.handIn(question.EssayType)
	w.exec(`DELETE FROM assessment.scripts WHERE attempt_id = ?`, unmarked.Attempt.ID) // graded before people marked
	w.exec(`UPDATE assessment.attempts SET state = 'graded', scaled = 900, passed = true WHERE id = ?`, unmarked.Attempt.ID)
	if empty.Attempt.State != Graded {
		t.Fatalf("an essay left open waits for somebody: %+v", empty.Attempt)
	}
	essay, other := w.item(finals, "q09"), w.item(finals, "q01")
	if essay.Figures.People != 12 || other.Figures.People != 13 {
		t.Errorf("%d people are counted at the essay, %d beside it", essay.Figures.People, other.Figures.People)
	}
	isNear(t, "difficulty of the essay", essay.Figures.Difficulty, 11.0/12)
	isNear(t, "difficulty beside it", other.Figures.Difficulty, 1)
	if s := w.marks(finals).Summary; s == nil || s.People != 13 {
		t.Errorf("marks of %+v", s)
	}
}
