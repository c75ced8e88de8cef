package coursepackage

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/assessment"
	"taphuan/internal/catalog"
	"taphuan/internal/fault"
	"taphuan/internal/learning"
	"taphuan/internal/outbox"
	"taphuan/internal/postgres"
	"taphuan/internal/question"
)

// changesOf says what a publication would do, in a line.
func changesOf(p BankPublication) string {
	var parts []string
	for _, c := range p.Changes {
		parts = append(parts, fmt.Sprintf("%s %d>%d", c.Key, c.Before, c.After))
	}
	for _, s := range p.Shortages {
		parts = append(parts, fmt.Sprintf("%s %v %v", s.Kind, s.Cells, s.Fixed))
	}
	return strings.Join(parts, ", ")
}

// TestPublishBank: tests of the new version draw what was reviewed and is in use; the old version keeps its tests.
func TestPublishBank(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	old, _ := s.course()
	oldTests := s.testsOf(old.VersionID)
	bank := assessment.New(s.db, learning.New(s.db, &outbox.Outbox{}, time.Now), s.files, &outbox.Outbox{}, time.Now)
	reviewer := access.Principal{PersonID: uuid.New(), Grants: []access.Grant{{Role: access.Reviewer, AgencyID: s.root, Agencies: []uuid.UUID{s.root}}}}
	preview := func(want string) BankPublication {
		t.Helper()
		p, err := s.editor.PreviewBank(t.Context(), s.manager, "good")
		if got := changesOf(p); err != nil || got != want {
			t.Errorf("preview %q, %v, want %q", got, err, want)
		}
		return p
	}
	refuses := func(what string, who access.Principal, mark uint64, want string) {
		t.Helper()
		if _, err := s.editor.PublishBank(t.Context(), who, "good", mark); fault.From(err).Code != want {
			t.Errorf("%s: %v, want %s", what, err, want)
		}
	}
	nothing := preview("")
	refuses("nothing new", s.manager, nothing.Mark, ErrNothingToPublish.Code)
	if _, err := s.editor.PreviewBank(t.Context(), s.author, "good"); fault.From(err).Code != fault.ErrNotFound.Code {
		t.Errorf("another agency's preview: %v", err)
	}

	truth := true
	save := func(key string, basedOn int) {
		t.Helper()
		_, err := bank.SaveQuestion(t.Context(), s.manager, assessment.SaveQuestion{CourseKey: "good", BasedOn: basedOn, Question: assessment.BankQuestion{Key: key,
			Topic: "cuoc-goi", Difficulty: 1, Body: question.Body{Type: question.TrueFalse, MaxPoints: 100, Stem: question.LocalText{VI: "<p>Mới</p>"}, Truth: &truth}}})
		if err != nil {
			t.Fatal(err)
		}
	}
	approve := func(key string, number int) {
		t.Helper()
		if err := bank.ReviewVersion(t.Context(), reviewer, assessment.ReviewVersion{CourseKey: "good", Key: key, Number: number, Approve: true}); err != nil {
			t.Fatal(err)
		}
	}
	save("goi-003", 0)
	save("goi-001", 1)
	preview("") // drafts count for nothing
	approve("goi-003", 1)
	approve("goi-001", 2)
	if err := bank.RetireQuestion(t.Context(), s.manager, "good", "thu-002", "Đã cũ"); err != nil {
		t.Fatal(err)
	}
	short := preview("goi-001 1>2, goi-003 0>1, thu-002 1>0, final [{thu-gia 2 1 0}] []")
	refuses("a cell that is short", s.manager, short.Mark, ErrBankShort.Code)
	if course, _ := s.course(); course.Number != 1 {
		t.Errorf("version %d", course.Number)
	}
	if err := bank.RestoreQuestion(t.Context(), s.manager, "good", "thu-002"); err != nil {
		t.Fatal(err)
	}
	refuses("what was seen before", s.manager, short.Mark, ErrBankMoved.Code)
	good := preview("goi-001 1>2, goi-003 0>1")
	refuses("another agency's author", s.author, good.Mark, fault.ErrNotFound.Code)
	refuses("a learner", access.Principal{PersonID: uuid.New()}, good.Mark, fault.ErrNotFound.Code)
	number, err := s.editor.PublishBank(t.Context(), s.manager, "good", good.Mark)
	if err != nil || number != 2 {
		t.Fatalf("version %d, %v", number, err)
	}
	course, _ := s.course()
	if s.testsOf(old.VersionID) != oldTests || !strings.HasPrefix(s.testsOf(course.VersionID), "2 tests, 12 questions") {
		t.Errorf("tests %s, of the old version %s", s.testsOf(course.VersionID), s.testsOf(old.VersionID))
	}
	var agency uuid.UUID
	var role string
	if err := s.owner.NewRaw(`SELECT agency_id, actor_role FROM audit.entries WHERE action = 'publish_bank'`).Scan(t.Context(), &agency, &role); err != nil || agency != s.root || role == "" {
		t.Errorf("recorded at %v as %q, %v: the course is the province's", agency, role, err)
	}
	preview("")
	if hits, _, err := catalog.New(s.db).ListCourses(t.Context(), catalog.ListCourses{Query: "thư", Limit: 5}); err != nil || len(hits) != 1 {
		t.Errorf("search %v, %v", hits, err)
	}
}

// TestPublishEquivalents: whoever asks for no dragging has an equivalent of each such question, also when the one that was
// named is retired or of another difficulty since.
func TestPublishEquivalents(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	bank := assessment.New(s.db, learning.New(s.db, &outbox.Outbox{}, time.Now), s.files, &outbox.Outbox{}, time.Now)
	reviewer := access.Principal{PersonID: uuid.New(), Grants: []access.Grant{{Role: access.Reviewer, AgencyID: s.root, Agencies: []uuid.UUID{s.root}}}}
	truth := true
	plain := question.Body{Type: question.TrueFalse, MaxPoints: 100, Stem: question.LocalText{VI: "<p>Đúng không?</p>"}, Truth: &truth}
	order := question.Body{Type: question.Ordering, MaxPoints: 100, Scoring: question.Partial, Stem: question.LocalText{VI: "<p>Xếp</p>"},
		Options: []question.Option{{Text: question.LocalText{VI: "Một"}}, {Text: question.LocalText{VI: "Hai"}}, {Text: question.LocalText{VI: "Ba"}}}}
	write := func(number, difficulty int, key, equivalent string, body question.Body) {
		t.Helper()
		_, err := bank.SaveQuestion(t.Context(), s.manager, assessment.SaveQuestion{CourseKey: "good", BasedOn: number - 1,
			Question: assessment.BankQuestion{Key: key, Topic: "cuoc-goi", Difficulty: difficulty, Equivalent: equivalent, Body: body}})
		if err == nil {
			err = bank.ReviewVersion(t.Context(), reviewer, assessment.ReviewVersion{CourseKey: "good", Key: key, Number: number, Approve: true})
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	publish := func(want string, code string) {
		t.Helper()
		p, err := s.editor.PreviewBank(t.Context(), s.manager, "good")
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, u := range p.Unequal {
			got += fmt.Sprintf("%s %s %s;", u.Key, u.Equivalent, u.Why)
		}
		if _, err := s.editor.PublishBank(t.Context(), s.manager, "good", p.Mark); got != want || (code == "") != (err == nil) || err != nil && fault.From(err).Code != code {
			t.Errorf("unequal %q, %v; want %q, %q", got, err, want, code)
		}
	}
	write(1, 1, "goi-003", "", plain)
	write(1, 1, "xep-001", "goi-003", order)
	publish("", "")
	if err := bank.RetireQuestion(t.Context(), s.manager, "good", "goi-003", "Đã cũ"); err != nil {
		t.Fatal(err)
	}
	publish("xep-001 goi-003 gone;", ErrBankUnequal.Code)
	rules, err := bank.FindTestRules(t.Context(), s.manager, "good")
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.editor.ChangeTests(t.Context(), s.manager, ChangeTests{CourseKey: "good", Version: rules.Version, Tests: rules.Tests})
	if fields := fault.From(err).Fields; len(fields) != 1 || fields[0].Path != "body.tests" || !strings.Contains(fields[0].Text.VI, "xep-001") {
		t.Errorf("other rules: %v", err)
	}
	if err := bank.RestoreQuestion(t.Context(), s.manager, "good", "goi-003"); err != nil {
		t.Fatal(err)
	}
	write(2, 2, "goi-003", "", plain)
	publish("xep-001 goi-003 moved;", ErrBankUnequal.Code)
	write(1, 1, "goi-004", "", plain)
	write(2, 1, "xep-001", "goi-004", order)
	publish("", "")
}

// TestRetiredLeaves: any version of a course that is published after a question was retired does without it.
func TestRetiredLeaves(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	course, _ := s.course()
	copies := func() error {
		return s.db.RunInTx(t.Context(), postgres.System(postgres.ImportCourses), func(ctx context.Context, tx bun.Tx) error {
			d, err := catalog.FindDraft(ctx, tx, "good")
			if err != nil {
				return err
			}
			d.ContentHash = append(d.ContentHash, 1)
			if err := catalog.PublishEditTx(ctx, tx, &d, time.Now()); err != nil {
				return err
			}
			return assessment.CopyTestsTx(ctx, tx, course.VersionID, d.VersionID)
		})
	}
	s.exec(`UPDATE assessment.questions SET retired_at = now() WHERE key = 'thu-002'`)
	if err := copies(); fault.From(err).Code != question.ErrCannotDraw.Code {
		t.Errorf("the only question of a cell is retired: %v", err)
	}
	s.exec(`UPDATE assessment.questions SET retired_at = NULL`)
	if err := copies(); err != nil {
		t.Error(err)
	}
}
