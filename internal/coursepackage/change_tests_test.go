package coursepackage

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/assessment"
	"taphuan/internal/fault"
	"taphuan/internal/learning"
	"taphuan/internal/outbox"
	"taphuan/internal/question"
)

// TestChangeTests: other rules make a new version of the course, the old version keeps its tests; a cell that is short is
// told by name and stores nothing; others change and see nothing.
func TestChangeTests(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	old, _ := s.course()
	oldTests := s.testsOf(old.VersionID)
	bank := assessment.New(s.db, learning.New(s.db, &outbox.Outbox{}, time.Now), s.files, &outbox.Outbox{}, time.Now)
	find := func() assessment.RulesPage {
		t.Helper()
		page, err := bank.FindTestRules(t.Context(), s.manager, "good")
		if err != nil {
			t.Fatal(err)
		}
		return page
	}
	page := find()
	final := slices.IndexFunc(page.Tests, func(r assessment.TestRules) bool { return r.Kind == assessment.FinalTest })
	change := func(who access.Principal, version int, edit func(*assessment.TestRules)) (int, error) {
		t.Helper()
		tests := slices.Clone(page.Tests)
		tests[final].Cells = slices.Clone(tests[final].Cells)
		edit(&tests[final])
		return s.editor.ChangeTests(t.Context(), who, ChangeTests{CourseKey: "good", Version: version, Tests: tests})
	}
	refused := func(what string, err error, code, field string) {
		t.Helper()
		f := fault.From(err)
		if f.Code != code || (field != "" && (len(f.Fields) == 0 || f.Fields[0].Path != field)) {
			t.Errorf("%s: %v %+v, want %s at %q", what, err, f.Fields, code, field)
		}
	}
	none := func(*assessment.TestRules) {}
	_, err := change(s.author, 1, none)
	refused("another agency's author", err, fault.ErrNotFound.Code, "")
	_, err = change(access.Principal{PersonID: uuid.New()}, 1, none)
	refused("a learner", err, fault.ErrNotFound.Code, "")
	_, err = bank.FindTestRules(t.Context(), s.author, "good")
	refused("another agency reads", err, fault.ErrNotFound.Code, "")
	_, err = bank.SimulateTest(t.Context(), s.author, "good", page.Tests[final])
	refused("another agency simulates", err, fault.ErrNotFound.Code, "")
	_, err = change(s.manager, 7, none)
	refused("a version that is not today's", err, ErrCourseMoved.Code, "")
	at := func(field string) string { return "body.tests[" + string(rune('0'+final)) + "]." + field }
	cell := page.Tests[final].Cells[0]
	_, err = change(s.manager, 1, func(r *assessment.TestRules) { r.Cells[0].Count = 150 })
	refused("a short cell", err, fault.ErrInvalid.Code, at("cells."+cell.Topic+"."+string(rune('0'+cell.Difficulty))))
	_, err = change(s.manager, 1, func(r *assessment.TestRules) { r.Minutes = 0 })
	refused("no time", err, fault.ErrInvalid.Code, at("minutes"))
	_, err = change(s.manager, 1, func(r *assessment.TestRules) { r.Fixed = []string{"khong-co"} })
	refused("a fixed question that is not there", err, fault.ErrInvalid.Code, at("fixed"))
	_, err = change(s.manager, 1, func(r *assessment.TestRules) { r.Kind = assessment.PreTest })
	refused("a test twice", err, fault.ErrInvalid.Code, "")
	if course, _ := s.course(); course.Number != 1 {
		t.Fatalf("what was refused made version %d", course.Number)
	}

	number, err := change(s.manager, 1, func(r *assessment.TestRules) {
		r.Minutes, r.PassMark, r.Cells = 33, 650, []question.Cell{{Topic: cell.Topic, Difficulty: cell.Difficulty, Count: 1}}
	})
	if err != nil || number != 2 {
		t.Fatalf("version %d, %v", number, err)
	}
	course, _ := s.course()
	now := find()
	if r := now.Tests[final]; now.Version != 2 || r.Minutes != 33 || r.PassMark != 650 || len(r.Cells) != 1 || course.PassMark != 650 {
		t.Errorf("%+v, course %d", r, course.PassMark)
	}
	if s.testsOf(old.VersionID) != oldTests || !strings.HasPrefix(s.testsOf(course.VersionID), "2 tests") {
		t.Errorf("tests %s, of the old version %s", s.testsOf(course.VersionID), s.testsOf(old.VersionID))
	}
	simulation, err := bank.SimulateTest(t.Context(), s.manager, "good", now.Tests[final])
	drawn := 0
	for _, q := range simulation.Questions {
		drawn += q.Drawn
	}
	want := assessment.SimulatedPapers * (1 + len(now.Tests[final].Fixed))
	if err != nil || simulation.Papers != assessment.SimulatedPapers || drawn != want || simulation.Cells[0].Min != 1 || simulation.Cells[0].Max != 1 {
		t.Errorf("%d drawn, want %d: %v", drawn, want, err)
	}
}
