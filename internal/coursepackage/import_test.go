package coursepackage

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/assessment"
	"taphuan/internal/catalog"
	"taphuan/internal/learning"
	"taphuan/internal/media"
	"taphuan/internal/outbox"
	"taphuan/internal/pgtest"
	"taphuan/internal/postgres"
	"taphuan/internal/question"
)

// target is where packages are imported to.
type target struct {
	t     *testing.T
	db    *postgres.DB
	owner *bun.DB
	files *media.Service
	dir   string // of the media
}

func newTarget(t *testing.T) *target {
	t.Helper()
	db, owner := pgtest.NewWithOwner(t)
	dir := t.TempDir()
	return &target{t: t, db: db, owner: owner, dir: dir, files: media.New(db, media.Disk{Dir: dir})}
}

func (to *target) imports(p *Package) Outcome {
	to.t.Helper()
	outcome, err := Import(context.Background(), to.db, to.files, p, time.Now())
	if err != nil {
		to.t.Fatal(err)
	}
	return outcome
}

// rows counts the rows of every table that an import writes.
func (to *target) rows() map[string]int {
	to.t.Helper()
	counts := map[string]int{}
	for _, table := range []string{"catalog.courses", "catalog.course_versions", "catalog.modules", "catalog.lessons", "catalog.lesson_texts",
		"media.files", "assessment.questions", "assessment.question_versions", "assessment.tests", "assessment.test_pool", "audit.entries"} {
		var n int
		if err := to.owner.NewRaw("SELECT count(*) FROM ?", bun.Safe(table)).Scan(context.Background(), &n); err != nil {
			to.t.Fatal(err)
		}
		counts[table] = n
	}
	return counts
}

// edited is the sample package with one text of a file replaced.
func edited(t *testing.T, name, old, new string) *Package {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "good")
	if err := os.CopyFS(dir, os.DirFS("testdata/good")); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, name)
	data, err := os.ReadFile(file)
	if err != nil || !bytes.Contains(data, []byte(old)) {
		t.Fatalf("%s has no %q (%v)", name, old, err)
	}
	if err := os.WriteFile(file, bytes.ReplaceAll(data, []byte(old), []byte(new)), 0o600); err != nil {
		t.Fatal(err)
	}
	p, problems := Read(dir)
	if p == nil {
		t.Fatal(problems[0].In("en"))
	}
	return p
}

func TestImport(t *testing.T) {
	t.Parallel()
	to := newTarget(t)
	ctx := context.Background()
	p := good(t)
	if diff := cmp.Diff(Outcome{Course: "good", Version: 1, Result: catalog.Published}, to.imports(p)); diff != "" {
		t.Fatalf("(-want +got):\n%s", diff)
	}
	course, modules, err := catalog.New(to.db).FindCourse(ctx, "good")
	if err != nil {
		t.Fatal(err)
	}
	if course.Title.EN != "Sample course" || course.Periods != 100 || course.PassMark != 700 || course.ValidityMonths != 24 || course.Licence != "CC BY 4.0" {
		t.Errorf("course %+v", course)
	}
	want := catalog.Details{
		Frameworks: []catalog.FrameworkMapping{{Framework: "DigComp", Version: "2.2", Code: "1.2", Level: "basic"}},
		Sources:    []catalog.Source{{TitleVI: "Một văn bản", TitleEN: "A document", URL: "https://example.org/van-ban"}},
		Contacts:   []catalog.Contact{{NameVI: "Cảnh sát", NameEN: "Police", Value: "113", CheckedOn: "2026-11-23"}},
	}
	if diff := cmp.Diff(want, course.Details); diff != "" {
		t.Errorf("details (-want +got):\n%s", diff)
	}
	if len(modules) != 2 || len(modules[0].Lessons) != 2 || modules[0].Lessons[1].Slug != "02-dia-chi" || modules[0].Lessons[1].Minutes != p.Lessons()[1].minutes() {
		t.Errorf("modules %+v", modules)
	}
	to.checkVideo(p, modules[0].Lessons[0])
	to.checkTests(p, course)
	questions, err := catalog.FindLessonQuestions(ctx, to.db.Bun, modules[0].Lessons[0].ID)
	if err != nil || len(questions) != 1 || questions[0].Key != "hoi-1" || questions[0].AtMs != 1000 {
		t.Fatalf("questions of the video: %+v, %v", questions, err)
	}
	body, err := question.ParseBody(questions[0].Body)
	if diff := cmp.Diff(p.Lessons()[0].Video.Questions[0].Body, body); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
}

// TestImportRulesOfWatching: what a course asks of watching is stored; what it does not say is as usual.
func TestImportRulesOfWatching(t *testing.T) {
	t.Parallel()
	to := newTarget(t)
	for _, c := range []struct {
		p    *Package
		want catalog.WatchingRules
	}{
		{good(t), catalog.WatchingRules{Share: catalog.UsualShare, MaxSpeed: catalog.UsualMaxSpeed}},
		{edited(t, "course.yaml", "pass_mark: 700", "pass_mark: 700\nwatching: {share: 80, max_speed: 125, in_order: true}"), catalog.WatchingRules{Share: 80, MaxSpeed: 125, InOrder: true}},
	} {
		to.imports(c.p)
		course, _, err := catalog.New(to.db).FindCourse(t.Context(), "good")
		if err != nil || course.Watching != c.want {
			t.Errorf("%+v, %v, want %+v", course.Watching, err, c.want)
		}
	}
}

// checkVideo opens what a learner's player opens.
func (to *target) checkVideo(p *Package, lesson catalog.Lesson) {
	to.t.Helper()
	ctx, t := context.Background(), to.t
	if lesson.Kind != catalog.VideoLesson || lesson.Voice != "synthetic" || lesson.VideoID == uuid.Nil {
		t.Fatalf("video lesson %+v", lesson)
	}
	texts, err := catalog.FindLessonTexts(ctx, to.db.Bun, lesson.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, locale := range []string{"vi", "en"} {
		if texts[locale].TranscriptHTML == "" || len(texts[locale].Blocks) == 0 {
			t.Errorf("%s text %+v", locale, texts[locale])
		}
		file, captions, err := to.files.Open(ctx, texts[locale].CaptionsID)
		if err != nil {
			t.Fatal(err)
		}
		head := make([]byte, 6)
		if _, err := io.ReadFull(captions, head); err != nil || string(head) != "WEBVTT" || file.Mime != "text/vtt" {
			t.Errorf("%s captions begin with %q as %s (%v)", locale, head, file.Mime, err)
		}
		captions.Close()
	}
	file, video, err := to.files.Open(ctx, lesson.VideoID)
	if err != nil {
		t.Fatal(err)
	}
	defer video.Close()
	if file.Key() != p.Lessons()[0].Video.SHA256 || file.DurationMs != 6000 || file.Width != 320 || file.Mime != "video/mp4" {
		t.Errorf("video %+v", file)
	}
}

func (to *target) checkTests(p *Package, course catalog.Course) {
	to.t.Helper()
	svc := assessment.New(to.db, learning.New(to.db, &outbox.Outbox{}, time.Now), nil, &outbox.Outbox{}, time.Now)
	tests, err := svc.ListTests(context.Background(), course.VersionID)
	if err != nil || len(tests) != 2 {
		to.t.Fatalf("%d tests, %v", len(tests), err)
	}
	final := tests[1]
	if tests[0].Kind != assessment.PreTest || final.QuestionCount != p.Final.QuestionCount() || final.PassMark != p.Final.PassMark ||
		string(final.Feedback) != p.Final.Feedback || final.CoolingOffMinutes != p.Final.CoolingOffMinutes || final.Minutes != p.Final.Minutes {
		to.t.Errorf("tests %+v", tests)
	}
	if got := to.rows(); got["assessment.questions"] != len(p.Questions) || got["assessment.test_pool"] != 2*len(p.Questions) {
		to.t.Errorf("stored %v of %d questions", got, len(p.Questions))
	}
}

func TestImportAgain(t *testing.T) {
	t.Parallel()
	to := newTarget(t)
	to.imports(good(t))
	before := to.rows()
	if got := to.imports(good(t)); got != (Outcome{Course: "good", Version: 1, Result: catalog.Unchanged}) {
		t.Errorf("the same again: %+v", got)
	}
	if diff := cmp.Diff(before, to.rows()); diff != "" {
		t.Errorf("the same again changed (-before +after):\n%s", diff)
	}
	changed := edited(t, "questions/thu-gia.yaml", "Tên miền có chủ.", "Tên miền nào cũng có chủ.")
	if got := to.imports(changed); got != (Outcome{Course: "good", Version: 2, Result: catalog.Published}) {
		t.Errorf("changed: %+v", got)
	}
	after := to.rows()
	if after["assessment.question_versions"] != before["assessment.question_versions"]+1 || after["media.files"] != before["media.files"] || after["assessment.tests"] != 4 {
		t.Errorf("one changed question stored %v after %v", after, before)
	}
}

func TestImportLeavesEditedCourses(t *testing.T) {
	t.Parallel()
	to := newTarget(t)
	to.imports(good(t))
	if _, err := to.owner.Exec(`UPDATE catalog.courses SET edited_here = true`); err != nil {
		t.Fatal(err)
	}
	before := to.rows()
	got := to.imports(edited(t, "course.yaml", "Khóa học mẫu", "Khóa học khác"))
	if got != (Outcome{Course: "good", Version: 1, Result: catalog.EditedHere}) {
		t.Errorf("got %+v", got)
	}
	if diff := cmp.Diff(before, to.rows()); diff != "" {
		t.Errorf("a course edited here changed (-before +after):\n%s", diff)
	}
}

// Nodes that start together import once.
func TestImportAtOnce(t *testing.T) {
	t.Parallel()
	to := newTarget(t)
	p := good(t)
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			if outcome, err := Import(context.Background(), to.db, to.files, p, time.Now()); err != nil || outcome.Version != 1 {
				t.Errorf("%+v, %v", outcome, err)
			}
		})
	}
	all.Wait()
	if got := to.rows(); got["catalog.course_versions"] != 1 || got["assessment.tests"] != 2 || got["audit.entries"] != 1 {
		t.Errorf("stored %v", got)
	}
}

// What fails leaves nothing behind in the database.
func TestImportAllOrNothing(t *testing.T) {
	t.Parallel()
	to := newTarget(t)
	ctx := context.Background()
	greedy := good(t)
	greedy.Final.Blueprint.Cells = append(greedy.Final.Blueprint.Cells, question.Cell{Topic: "thu-gia", Difficulty: 3, Count: 50})
	broken := good(t)
	broken.Questions[0].Body.Type = "essay"
	moved := edited(t, "lessons/03-cuoc-goi.vi.md", "Cúp máy", "Dừng")
	if err := os.WriteFile(filepath.Join(moved.dir, "media/m1.mp4"), []byte("other bytes"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, p := range map[string]*Package{"a blueprint over the bank": greedy, "a broken question": broken, "a video that changed": moved} {
		if _, err := Import(ctx, to.db, to.files, p, time.Now()); err == nil {
			t.Errorf("%s was imported", name)
		} else if name == "a blueprint over the bank" && !errors.Is(err, question.ErrCannotDraw) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for table, n := range to.rows() {
		if n != 0 {
			t.Errorf("%s holds %d rows", table, n)
		}
	}
}

// The shipped courses can be imported and every paper can be drawn.
func TestImportShipped(t *testing.T) {
	t.Parallel()
	folders, err := filepath.Glob("../../courses/*/course.yaml")
	if err != nil || len(folders) == 0 {
		t.Fatalf("no courses: %v", err)
	}
	to := newTarget(t)
	for _, course := range folders {
		p, problems := Read(filepath.Dir(course))
		if p == nil {
			t.Fatal(problems[0].In("en"))
		}
		if got := to.imports(p); got.Result != catalog.Published || !strings.HasSuffix(filepath.Dir(course), got.Course) {
			t.Errorf("%s: %+v", course, got)
		}
	}
}
