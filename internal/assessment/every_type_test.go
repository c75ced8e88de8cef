package assessment

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/audit"
	"taphuan/internal/catalog"
	"taphuan/internal/postgres"
	"taphuan/internal/question"
)

// goldenBank holds the golden questions of every type, each as a version.
func goldenBank(t *testing.T) ([]uuid.UUID, map[uuid.UUID]question.Body) {
	t.Helper()
	files, err := filepath.Glob("../question/testdata/*/*.json")
	if err != nil || len(files) < 20 {
		t.Fatalf("%d golden questions, %v", len(files), err)
	}
	var versions []uuid.UUID
	bodies := map[uuid.UUID]question.Body{}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var golden struct{ Body question.Body }
		if err := json.Unmarshal(data, &golden); err != nil {
			t.Fatal(err)
		}
		id := audit.NewID()
		versions, bodies[id] = append(versions, id), golden.Body
	}
	return versions, bodies
}

// A paper of every type, kept as JSON and answered rightly, earns everything but what people mark; answered with
// nothing it earns nothing. The result page shows every question.
func TestAPaperOfEveryTypeIsGraded(t *testing.T) {
	t.Parallel()
	versions, bodies := goldenBank(t)
	for _, keep := range []bool{false, true} {
		drawn, most, err := freezePaper(Test{Blueprint: question.Blueprint{KeepOptions: keep}}, versions, bodies, 11)
		if err != nil {
			t.Fatal(err)
		}
		stored, _ := json.Marshal(drawn)
		var paper Paper
		if err := json.Unmarshal(stored, &paper); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(drawn, paper); diff != "" {
			t.Fatalf("the stored paper is another:\n%s", diff)
		}
		if _, err := redactPaper(paper, bodies); err != nil {
			t.Fatal(err)
		}
		var right, blank []StoredAnswer
		byPeople := question.Points(0)
		for i, item := range paper.Items {
			body := bodies[item.VersionID]
			given := question.Given(body, item.Layout, question.Solution(body, item.Layout))
			if wrong := question.CheckAnswer(body, given); len(wrong) > 0 {
				t.Fatalf("%s: the right answer is refused: %v", body.Type, wrong)
			}
			if question.NeedsMarking(body) {
				byPeople += body.MaxPoints
			}
			right, blank = append(right, StoredAnswer{Position: i + 1, Payload: given}), append(blank, StoredAnswer{Position: i + 1})
		}
		g, err := gradePaper(paper, bodies, evidence{answers: right}, 700)
		if err != nil || g.score != int(most-byPeople) {
			t.Errorf("kept options %v: %d of %d points, %d by people, %v", keep, g.score, most, byPeople, err)
		}
		if g, err := gradePaper(paper, bodies, evidence{answers: blank}, 700); err != nil || g.score != 0 {
			t.Errorf("blank: %d points, %v", g.score, err)
		}
		if items, err := explainPaper(paper, bodies, evidence{answers: right}); err != nil || len(items) != len(versions) {
			t.Errorf("%d questions on the result page, %v", len(items), err)
		}
	}
}

// What a blueprint says beside its cells is stored, read back and copied to a new version of the course.
func TestFixedQuestionsAndKeptOrdersAreStored(t *testing.T) {
	t.Parallel()
	w := newWorld(t, usual)
	ctx := context.Background()
	w.must(w.db.RunInTx(ctx, postgres.System(postgres.ImportCourses), func(ctx context.Context, tx bun.Tx) error {
		next := catalog.Draft{Course: catalog.Course{Key: "an1", Code: "AN1", Title: catalog.LocalText{VI: "Bản 2"}, Field: catalog.Cybersecurity,
			Audience: []string{"CB"}, Level: "basic", Periods: 800, PassMark: 700, UpdatedOn: time.Now()}, ContentHash: []byte("2")}
		if _, err := catalog.PublishVersionTx(ctx, tx, &next, time.Now()); err != nil {
			return err
		}
		pool, err := StoreBankTx(ctx, tx, w.course.ID, w.bank)
		if err != nil {
			return err
		}
		test := w.tests(usual)[1]
		test.CourseVersionID = next.VersionID
		test.Blueprint = question.Blueprint{Cells: []question.Cell{{Topic: "m1", Difficulty: 1, Count: 2}}, KeepQuestions: true, KeepOptions: true,
			Fixed: []string{pool[8].String(), pool[1].String()}}
		if _, err := StoreTestTx(ctx, tx, test, pool); err != nil {
			return err
		}
		tests, err := w.svc.loadTests(ctx, tx, next.VersionID)
		if err != nil {
			return err
		}
		if diff := cmp.Diff(test.Blueprint, tests[0].Blueprint); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		drawn, err := drawVersions(tests[0], 1)
		if err != nil || len(drawn) != 4 || drawn[0] != pool[8] || drawn[1] != pool[1] {
			t.Errorf("drawn %v, %v", drawn, err)
		}
		copied := catalog.Draft{Course: next.Course, ContentHash: []byte("3")}
		if _, err := catalog.PublishVersionTx(ctx, tx, &copied, time.Now()); err != nil {
			return err
		}
		if err := CopyTestsTx(ctx, tx, next.VersionID, copied.VersionID); err != nil {
			return err
		}
		if tests, err = w.svc.loadTests(ctx, tx, copied.VersionID); err != nil {
			return err
		}
		if diff := cmp.Diff(test.Blueprint, tests[0].Blueprint); diff != "" {
			t.Errorf("copied (-want +got):\n%s", diff)
		}
		test.Kind, test.Blueprint.Fixed = PreTest, []string{uuid.NewString()}
		if _, err := StoreTestTx(ctx, tx, test, pool); err == nil {
			t.Error("a fixed question that is not in the pool was stored")
		}
		return nil
	}))
}

// An equivalent must be another question of the same topic and difficulty.
func TestStoreBankChecksEquivalents(t *testing.T) {
	t.Parallel()
	bank := sampleBank()
	bank[0].Equivalent = bank[1].Key
	if err := checkBank(bank); err != nil {
		t.Errorf("an equivalent: %v", err)
	}
	for name, key := range map[string]string{"itself": bank[0].Key, "nobody": "khong-co", "harder": bank[len(bank)-1].Key} {
		bank[0].Equivalent = key
		if err := checkBank(bank); err == nil {
			t.Errorf("%s is accepted as equivalent", name)
		}
	}
}
