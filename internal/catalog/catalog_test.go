package catalog_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/catalog"
	"taphuan/internal/fault"
	"taphuan/internal/pgtest"
	"taphuan/internal/postgres"
	"taphuan/migrations"
)

type world struct {
	*catalog.Service
	t     testing.TB
	db    *postgres.DB
	owner *bun.DB
}

func setup(t *testing.T) *world {
	t.Helper()
	t.Parallel()
	db, owner := pgtest.NewWithOwner(t)
	return &world{Service: catalog.New(db), t: t, db: db, owner: owner}
}

var day = time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)

// draft is a course of two modules and three lessons.
func draft(key, title string, content byte) *catalog.Draft {
	lesson := func(slug, text string) catalog.Lesson {
		return catalog.Lesson{Slug: slug, Kind: catalog.TextLesson, Title: catalog.LocalText{VI: "Bài " + slug}, Minutes: 5, Texts: map[string]catalog.LessonText{
			"vi": {Goal: "Mục tiêu", PlainText: text, Blocks: []catalog.Block{{Kind: "decision", HTML: "<p>?</p>", ID: "d1", Options: []catalog.BlockOption{{HTML: "a", Best: true, Feedback: "đúng"}}}}}}}
	}
	return &catalog.Draft{ContentHash: []byte{content},
		Course: catalog.Course{Key: key, Code: strings.ToUpper(key), Title: catalog.LocalText{VI: title, EN: "English " + key}, Summary: catalog.LocalText{VI: "Tóm tắt"},
			Field: catalog.Cybersecurity, Level: "basic", Audience: []string{"CB"}, Periods: 800, PassMark: 500, UpdatedOn: day, ReviewOn: day.AddDate(1, 0, 0),
			Watching: catalog.WatchingRules{Share: 90, MaxSpeed: 150, InOrder: true}, Details: catalog.Details{Sources: []catalog.Source{{TitleVI: "Luật", URL: "https://example.vn"}}}},
		Modules: []catalog.Module{
			{Key: "m1", Title: catalog.LocalText{VI: "Phần 1"}, Lessons: []catalog.Lesson{lesson("01-a", "Cuộc gọi giả danh"), lesson("02-b", "Tin nhắn lạ")}},
			{Key: "m2", Title: catalog.LocalText{VI: "Phần 2"}, Lessons: []catalog.Lesson{lesson("03-c", "Đường dẫn 100% miễn phí")}},
		}}
}

func (w *world) publish(d *catalog.Draft) catalog.PublishOutcome {
	w.t.Helper()
	var outcome catalog.PublishOutcome
	err := w.db.RunInTx(context.Background(), postgres.System(postgres.ImportCourses), func(ctx context.Context, tx bun.Tx) error {
		var err error
		outcome, err = catalog.PublishVersionTx(ctx, tx, d, day)
		return err
	})
	if err != nil {
		w.t.Error(err)
	}
	return outcome
}

func (w *world) exec(query string) {
	w.t.Helper()
	if _, err := w.owner.Exec(query); err != nil {
		w.t.Fatal(err)
	}
}

// TestPublish: new content is a new version, the same content is none, and a course that was
// edited here is left alone.
func TestPublish(t *testing.T) {
	w := setup(t)
	first := draft("an1", "Nhận biết lừa đảo", 1)
	if got := w.publish(first); got != catalog.Published || first.Number != 1 {
		t.Fatalf("%s as number %d", got, first.Number)
	}
	again := draft("an1", "Nhận biết lừa đảo", 1)
	if got := w.publish(again); got != catalog.Unchanged || again.VersionID != first.VersionID || again.Number != 1 {
		t.Errorf("the same again: %s, version %s, number %d", got, again.VersionID, again.Number)
	}
	second := draft("an1", "Tên mới", 2)
	if got := w.publish(second); got != catalog.Published || second.Number != 2 || second.ID != first.ID {
		t.Errorf("new content: %s as number %d", got, second.Number)
	}
	w.exec(`UPDATE catalog.courses SET edited_here = true`)
	third := draft("an1", "Tên khác", 3)
	if got := w.publish(third); got != catalog.EditedHere || third.Number != 2 {
		t.Errorf("edited here: %s, number %d", got, third.Number)
	}
	course, modules, err := w.FindCourse(t.Context(), "an1")
	if err != nil || course.Title.VI != "Tên mới" || len(modules) != 2 || course.ModuleCount != 2 || course.LessonCount != 3 {
		t.Fatalf("%+v, %d modules, %v", course, len(modules), err)
	}
	if diff := cmp.Diff(second.Course, course, cmpopts.IgnoreFields(catalog.Course{}, "ModuleCount", "LessonCount")); diff != "" {
		t.Error(diff)
	}
	old, err := catalog.FindVersion(t.Context(), w.db.Bun, first.VersionID)
	if err != nil || old.Title.VI != "Nhận biết lừa đảo" || old.Number != 1 {
		t.Errorf("the old version is %+v, %v", old, err)
	}
}

// TestPublishAtOnce: importers of one new course follow each other; the same content is stored once.
func TestPublishAtOnce(t *testing.T) {
	w := setup(t)
	var wg sync.WaitGroup
	for i := range 12 {
		wg.Go(func() { w.publish(draft("an1", "Khóa", byte(i%3))) })
	}
	wg.Wait()
	var courses, versions, last int
	err := w.owner.QueryRow(`SELECT (SELECT count(*) FROM catalog.courses), count(*), max(number) FROM catalog.course_versions`).Scan(&courses, &versions, &last)
	if err != nil || courses != 1 || versions != last || versions < 3 {
		t.Errorf("%d courses, %d versions up to %d, %v", courses, versions, last, err)
	}
}

// TestPublishedNeverChanges: the database refuses changes of a published version and its parts.
func TestPublishedNeverChanges(t *testing.T) {
	w := setup(t)
	w.publish(draft("an1", "Khóa", 1))
	for _, statement := range []string{
		`UPDATE catalog.course_versions SET periods = 1`, `DELETE FROM catalog.course_versions`,
		`UPDATE catalog.modules SET title_vi = 'x'`, `UPDATE catalog.lessons SET minutes = 1`,
		`UPDATE catalog.lesson_texts SET blocks = '[]'`, `DELETE FROM catalog.lesson_texts`,
	} {
		if _, err := w.owner.Exec(statement); err == nil || !strings.Contains(err.Error(), "never changes") {
			t.Errorf("%s: %v", statement, err)
		}
	}
}

// TestLessonTexts: what was published is read again.
func TestLessonTexts(t *testing.T) {
	w := setup(t)
	d := draft("an1", "Khóa", 1)
	w.publish(d)
	stored := d.Modules[1].Lessons[0]
	texts, err := catalog.FindLessonTexts(t.Context(), w.db.Bun, stored.ID)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(stored.Texts, texts, cmpopts.IgnoreFields(catalog.LessonText{}, "PlainText")); diff != "" {
		t.Error(diff)
	}
	if lesson, err := catalog.FindLesson(t.Context(), w.db.Bun, d.VersionID, stored.ID); err != nil || lesson.Slug != "03-c" {
		t.Errorf("%+v, %v", lesson, err)
	}
	if _, err := catalog.FindLesson(t.Context(), w.db.Bun, uuid.New(), stored.ID); fault.KindOf(postgres.Fault(err)) != fault.NotFound {
		t.Errorf("a lesson of another version: %v", err)
	}
}

// TestSearch: words are found without accents and with them, in titles first, in lessons too.
func TestSearch(t *testing.T) {
	w := setup(t)
	w.publish(draft("an1", "Nhận biết lừa đảo", 1))
	w.publish(draft("an2", "Đạo đức số", 2))
	for query, want := range map[string]string{
		"": "an1 an2", "lua dao": "an1", "LỪA ĐẢO": "an1", "lừa  đảo": "an1", "dao duc": "an2", "đạo": "an1 an2",
		"giả danh": "an1 an2", "english an2": "an2", "AN1": "an1", "100%": "an1 an2", "%": "an1 an2", "0_%": "", "không có": "", `\`: "", "' OR 1=1": "",
	} {
		courses, total, err := w.ListCourses(t.Context(), catalog.ListCourses{Query: query, Limit: 10})
		var keys []string
		for _, c := range courses {
			keys = append(keys, c.Key)
		}
		if got := strings.Join(keys, " "); err != nil || got != want || total != len(keys) {
			t.Errorf("%q finds %q (%d), %v; want %q", query, got, total, err, want)
		}
	}
	if _, total, err := w.ListCourses(t.Context(), catalog.ListCourses{Field: catalog.Pedagogy, Limit: 10}); err != nil || total != 0 {
		t.Errorf("another field: %d, %v", total, err)
	}
}

// TestSearchPrefersTitles: a course with the words in its title comes before one with them in a lesson.
func TestSearchPrefersTitles(t *testing.T) {
	w := setup(t)
	w.publish(draft("an1", "Khóa", 1))
	w.publish(draft("an2", "Cuộc gọi giả danh", 2))
	courses, _, err := w.ListCourses(t.Context(), catalog.ListCourses{Query: "gia danh", Limit: 10})
	if err != nil || len(courses) != 2 || courses[0].Key != "an2" {
		t.Errorf("%+v, %v", courses, err)
	}
}

// TestHits: a search names the places, one a lesson: written as asked first, then where words begin so,
// then titles; in the reader's language first. An older version is not searched.
func TestHits(t *testing.T) {
	w := setup(t)
	w.publish(draft("an1", "Khóa", 1))
	d := draft("an1", "Khóa", 2)
	d.Outcome.VI = "Giữ an toàn cho đơn vị"
	d.Modules[1].Title = catalog.LocalText{VI: "Đường dây nóng", EN: "Hotlines"}
	d.Modules[0].Lessons[0].Texts["vi"] = catalog.LessonText{Blocks: []catalog.Block{}, PlainText: "Ông Nguyễn gọi.\n\nCon dương xỉ bên đường."}
	d.Modules[0].Lessons[1].Title.EN = "Messages from Nguyen"
	w.publish(d)
	type hit struct{ Place, Excerpt string }
	find := func(query, locale string) (hits []hit, total int) {
		courses, _, err := w.ListCourses(t.Context(), catalog.ListCourses{Query: query, Locale: locale, Limit: 10})
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range courses {
			total += c.Hits.Total
			for _, h := range c.Hits.Places {
				text := ""
				for _, s := range h.Excerpt {
					if s.Marked {
						s.Text = "[" + s.Text + "]"
					}
					text += s.Text
				}
				hits = append(hits, hit{h.ModuleKey + "/" + h.LessonSlug, text})
			}
		}
		return hits, total
	}
	for name, c := range map[string]struct {
		query, locale string
		want          []hit
		total         int
	}{
		"with accents":       {"Nguyễn", "vi", []hit{{"m1/01-a", "Ông [Nguyễn] gọi."}, {"m1/02-b", "Messages from [Nguyen]"}}, 2},
		"without, English":   {"nguyen", "en", []hit{{"m1/02-b", "Messages from [Nguyen]"}, {"m1/01-a", "Ông [Nguyễn] gọi."}}, 2},
		"titles, without đ":  {"duong", "vi", []hit{{"m2/", "[Đường] dây nóng"}, {"m1/01-a", "Con [dương] xỉ bên [đường]."}, {"m2/03-c", "[Đường] dẫn 100% miễn phí"}}, 3},
		"as written first":   {"dương", "vi", []hit{{"m1/01-a", "Con [dương] xỉ bên [đường]."}, {"m2/", "[Đường] dây nóng"}, {"m2/03-c", "[Đường] dẫn 100% miễn phí"}}, 3},
		"the course itself":  {"an toan", "vi", []hit{{"/", "Giữ [an toàn] cho đơn vị"}}, 1},
		"an older version":   {"cuộc gọi", "vi", nil, 0},
		"only in the title":  {"khóa", "vi", nil, 0},
		"no search":          {"", "vi", nil, 0},
		"signs of a pattern": {"100%", "vi", []hit{{"m2/03-c", "Đường dẫn [100%] miễn phí"}}, 1},
	} {
		hits, total := find(c.query, c.locale)
		if diff := cmp.Diff(c.want, hits); diff != "" || total != c.total {
			t.Errorf("%s: %d, want %d: %s", name, total, c.total, diff)
		}
	}
	if hits, total := find("bai", "vi"); len(hits) != 3 || total != 3 {
		t.Errorf("%d of %d hits: %v", len(hits), total, hits)
	}
}

// TestPassagesOfOlderInstallations: the migration makes of what was published before the same passages
// as publishing does.
func TestPassagesOfOlderInstallations(t *testing.T) {
	w := setup(t)
	d := draft("an1", "Khóa", 1)
	d.Outcome = catalog.LocalText{VI: "Giữ AN TOÀN", EN: "Stay safe"}
	d.Modules[0].Lessons[0].Texts["vi"] = catalog.LessonText{Blocks: []catalog.Block{}, PlainText: "Ðường  dây\u00a0nóng\n\n Thủy, Thuỷ, Y Blứ, Đăk Pék \nƯỚC"}
	w.publish(d)
	list := func() (found []string) {
		err := w.owner.NewRaw(`SELECT concat_ws('|', locale, number, module_id, lesson_id, is_title, text, search_key) FROM catalog.passages ORDER BY locale, number`).Scan(t.Context(), &found)
		if err != nil {
			t.Fatal(err)
		}
		return found
	}
	published := list()
	for _, direction := range []string{"down", "up"} {
		statements, err := migrations.Files.ReadFile("20261124080000_catalog_passages.tx." + direction + ".sql")
		if err != nil {
			t.Fatal(err)
		}
		w.exec(string(statements))
	}
	if diff := cmp.Diff(published, list()); diff != "" || len(published) != 12 {
		t.Errorf("%d passages: %s", len(published), diff)
	}
}

// TestPages: pages follow each other without a gap, and the end is empty.
func TestPages(t *testing.T) {
	w := setup(t)
	for i := range 5 {
		w.publish(draft(fmt.Sprintf("an%d", i), "Khóa", byte(i)))
	}
	var keys []string
	for page := int64(0); page < 4; page++ {
		courses, total, err := w.ListCourses(t.Context(), catalog.ListCourses{Limit: 2, Offset: 2 * page})
		if err != nil || total != 5 {
			t.Fatalf("total %d, %v", total, err)
		}
		for _, c := range courses {
			keys = append(keys, c.Key)
		}
	}
	if got := strings.Join(keys, " "); got != "an0 an1 an2 an3 an4" {
		t.Error(got)
	}
}

// TestWithdrawn: a withdrawn course is found by nobody who looks for a course, and keeps its name
// for those who had it.
func TestWithdrawn(t *testing.T) {
	w := setup(t)
	d := draft("an1", "Khóa", 1)
	w.publish(d)
	w.exec(`UPDATE catalog.courses SET withdrawn_at = now()`)
	for _, key := range []string{"an1", "unknown"} {
		if _, _, err := w.FindCourse(t.Context(), key); fault.KindOf(err) != fault.NotFound {
			t.Errorf("%s: %v", key, err)
		}
	}
	if courses, total, err := w.ListCourses(t.Context(), catalog.ListCourses{Limit: 10}); err != nil || total != 0 || len(courses) != 0 {
		t.Errorf("%d courses, %v", total, err)
	}
	byID, err := w.CoursesByID(t.Context(), []uuid.UUID{d.ID, uuid.New()})
	if err != nil || len(byID) != 1 || byID[d.ID].Title.VI != "Khóa" {
		t.Errorf("%+v, %v", byID, err)
	}
	counts, err := catalog.CountLessons(t.Context(), w.db.Bun, []uuid.UUID{d.VersionID})
	if err != nil || counts[d.VersionID] != 3 {
		t.Errorf("%v, %v", counts, err)
	}
}
