package assessment

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/audit"
	"taphuan/internal/catalog"
	"taphuan/internal/fault"
	"taphuan/internal/postgres"
	"taphuan/internal/question"
)

func (w *world) storeBank(bank []BankQuestion) ([]uuid.UUID, error) {
	var ids []uuid.UUID
	err := w.db.RunInTx(context.Background(), postgres.System(postgres.ImportCourses), func(ctx context.Context, tx bun.Tx) error {
		var err error
		ids, err = StoreBankTx(ctx, tx, w.course.ID, bank)
		return err
	})
	return ids, err
}

func TestBankVersions(t *testing.T) {
	t.Parallel()
	w := newWorld(t, usual)
	first, err := w.storeBank(w.bank)
	w.must(err)
	if n := w.count(`SELECT count(*) FROM assessment.question_versions`); n != len(w.bank) {
		t.Errorf("the same bank again: %d versions of %d questions", n, len(w.bank))
	}
	changed := slices.Clone(w.bank)
	changed[2].Body.Explain.VI = "<p>Khác</p>"
	changed[3].Difficulty = 2
	second, err := w.storeBank(changed)
	w.must(err)
	for i := range first {
		if same := first[i] == second[i]; same == (i == 2 || i == 3) {
			t.Errorf("question %d keeps its version: %t", i, same)
		}
	}
	third, err := w.storeBank(changed)
	w.must(err)
	if diff := cmp.Diff(second, third); diff != "" {
		t.Errorf("again (-want +got):\n%s", diff)
	}
	if n := w.count(`SELECT count(*) FROM assessment.question_versions WHERE number = 2`); n != 2 {
		t.Errorf("%d second versions", n)
	}
	if n := w.count(`SELECT count(*) FROM assessment.questions`); n != len(w.bank) {
		t.Errorf("%d questions", n)
	}
	if _, err := w.owner.Exec(`UPDATE assessment.question_versions SET topic = 'x'`); err == nil {
		t.Error("a question version can be changed")
	}
}

func TestBankRefuses(t *testing.T) {
	t.Parallel()
	w := newWorld(t, usual)
	twice := append(slices.Clone(w.bank), w.bank[0])
	broken := slices.Clone(w.bank)
	broken[1].Body.Options = nil
	for name, bank := range map[string][]BankQuestion{"a key twice": twice, "a broken body": broken} {
		if _, err := w.storeBank(bank); !errors.Is(err, fault.ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A test draws from the pool of its own course version, whatever the bank becomes.
func TestPoolIsFrozen(t *testing.T) {
	t.Parallel()
	w := newWorld(t, usual)
	ctx := context.Background()
	before, err := w.storeBank(w.bank)
	w.must(err)
	changed := slices.Clone(w.bank)
	for i := range changed {
		changed[i].Body.Stem.VI = "<p>Bản mới</p>"
	}
	pool, err := w.storeBank(changed)
	w.must(err)
	who, enrollment := w.learner()
	for _, item := range w.start(who, enrollment, FinalTest).Attempt.Paper.Items {
		if !slices.Contains(before, item.VersionID) {
			t.Error("a published version draws a later question")
		}
	}
	next := catalog.Draft{Course: catalog.Course{Key: "an1", Code: "AN1", Title: catalog.LocalText{VI: "Bản 2"}, Field: catalog.Cybersecurity,
		Audience: []string{"CB"}, Level: "basic", Periods: 800, PassMark: 700, UpdatedOn: time.Now()}, ContentHash: []byte("2")}
	w.must(w.db.RunInTx(ctx, postgres.System(postgres.ImportCourses), func(ctx context.Context, tx bun.Tx) error {
		if _, err := catalog.PublishVersionTx(ctx, tx, &next, time.Now()); err != nil {
			return err
		}
		final := w.tests(usual)[1]
		final.CourseVersionID = next.VersionID
		id, err := StoreTestTx(ctx, tx, final, pool)
		if err != nil {
			return err
		}
		again, err := StoreTestTx(ctx, tx, final, pool[:1])
		if err != nil || again != id {
			t.Errorf("storing the test again gives %s, %v", again, err)
		}
		greedy := final
		greedy.CourseVersionID, greedy.Kind = next.VersionID, PreTest
		greedy.Blueprint.Cells = []question.Cell{{Topic: "m1", Difficulty: 3, Count: 1}}
		if _, err := StoreTestTx(ctx, tx, greedy, pool); !errors.Is(err, question.ErrCannotDraw) {
			t.Errorf("a blueprint over the pool: %v", err)
		}
		return nil
	}))
	if n := w.count(`SELECT count(*) FROM assessment.test_pool p JOIN assessment.tests t ON t.id = p.test_id WHERE t.course_version_id = ?`, next.VersionID); n != len(pool) {
		t.Errorf("the new pool holds %d questions", n)
	}
	tests, err := w.svc.ListTests(ctx, next.VersionID)
	w.must(err)
	if len(tests) != 1 || tests[0].Kind != FinalTest || tests[0].QuestionCount != 10 {
		t.Errorf("tests %+v", tests)
	}
	if none, err := w.svc.ListTests(ctx, audit.NewID()); err != nil || len(none) > 0 {
		t.Errorf("an unknown version has tests %v, %v", none, err)
	}
}
