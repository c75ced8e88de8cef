package coursepackage

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// load copies the sample package into memory.
func load(t *testing.T) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	source := os.DirFS("testdata/good")
	err := fs.WalkDir(source, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := fs.ReadFile(source, name)
		files[name] = &fstest.MapFile{Data: data, Mode: 0o644}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// breakage is one way to break the sample package: in a file, old becomes new (old "" replaces the
// whole file, new "-" removes it). Want is "file:line code" of each problem.
type breakage struct {
	file, old, new string
	want           []string
}

var breakages = map[string]breakage{
	// YAML
	"bad YAML":            {"course.yaml", "periods: 1", "periods: [1", []string{"course.yaml:10 yaml.syntax"}},
	"tabs":                {"tests.yaml", "  minutes: 5", "\tminutes: 5", []string{"tests.yaml:3 yaml.syntax"}},
	"unknown key":         {"course.yaml", "licence: CC", "license: CC", []string{"course.yaml:14 yaml.unknown_key"}},
	"unknown nested key":  {"questions/thu-gia.yaml", "{text: Giục, explain: Có.}", "{text: Giục, explian: Có.}", []string{"questions/thu-gia.yaml:27 yaml.unknown_key"}},
	"key twice":           {"course.yaml", "level: basic\nperiods", "level: basic\nlevel: basic\nperiods", []string{"course.yaml:9 yaml.key_twice"}},
	"wrong type":          {"course.yaml", "periods: 1", "periods: một", []string{"course.yaml:9 yaml.type"}},
	"half a period":       {"course.yaml", "periods: 1", "periods: 1.5", []string{"course.yaml:9 yaml.type"}},
	"text for a map":      {"course.yaml", "{vi: Khóa học mẫu, en: Sample course}", "Khóa học mẫu", []string{"course.yaml:3 yaml.type"}},
	"anchor":              {"course.yaml", "code: MAU1", "code: &a MAU1", []string{"course.yaml:2 yaml.trick"}},
	"alias":               {"course.yaml", "{vi: Thư giả, en: Fake mail}", "*a", []string{"course.yaml:24 yaml.trick"}},
	"tag":                 {"course.yaml", "code: MAU1", "code: !!str MAU1", []string{"course.yaml:2 yaml.trick"}},
	"two documents":       {"tests.yaml", "final:", "---\nfinal:", []string{"tests.yaml:1 yaml.one_document"}},
	"only a comment":      {"tests.yaml", "", "# nothing\n", []string{"tests.yaml:1 yaml.one_document"}},
	"nested too deep":     {"tests.yaml", "", "a: " + strings.Repeat("[", 50000) + "\n", []string{"tests.yaml:1 yaml.too_deep"}},
	"lists on one line":   {"tests.yaml", "", strings.Repeat("- ", 100000) + "a\n", []string{"tests.yaml:1 yaml.too_deep"}},
	"question list bombs": {"questions/cuoc-goi.yaml", "", "a: b\n", []string{"questions/cuoc-goi.yaml:1 question.no_list"}},

	// files
	"no course":          {"course.yaml", "", "-", []string{"course.yaml:0 file.missing"}},
	"no tests":           {"tests.yaml", "", "-", []string{"tests.yaml:0 file.missing"}},
	"empty file":         {"tests.yaml", "", "", []string{"tests.yaml:0 file.empty"}},
	"YAML too big":       {"course.yaml", "", strings.Repeat("# đầy\n", maxYAMLBytes/7), []string{"course.yaml:0 file.too_big"}},
	"lesson too big":     {"lessons/03-cuoc-goi.vi.md", "", strings.Repeat("a\n", maxMarkdownBytes/2+1), []string{"lessons/03-cuoc-goi.vi.md:0 file.too_big"}},
	"not UTF-8":          {"lessons/03-cuoc-goi.vi.md", "Cúp máy", "C\xfap m\xe1y", []string{"lessons/03-cuoc-goi.vi.md:6 file.not_text"}},
	"a NUL byte":         {"course.yaml", "MAU1", "MAU\x001", []string{"course.yaml:2 file.not_text"}},
	"a stray media file": {"media/khac.txt", "", "a", nil},

	// course.yaml
	"another key":       {"course.yaml", "key: good", "key: other", []string{"course.yaml:1 course.key"}},
	"bad code":          {"course.yaml", "MAU1", "mẫu 1", []string{"course.yaml:2 course.code"}},
	"no title":          {"course.yaml", "{vi: Khóa học mẫu, en: Sample course}", "{en: Sample course}", []string{"course.yaml:3 text.required"}},
	"unknown field":     {"course.yaml", "field: cybersecurity", "field: cooking", []string{"course.yaml:6 text.one_of"}},
	"unknown audience":  {"course.yaml", "[CB, ĐM]", "[CB, XX]", []string{"course.yaml:7 text.one_of"}},
	"no such day":       {"course.yaml", "2027-06-30", "2027-06-31", []string{"course.yaml:12 text.day"}},
	"mark out of range": {"course.yaml", "pass_mark: 700", "pass_mark: 7000", []string{"course.yaml:10 number.range"}},
	"a script as link":  {"course.yaml", "https://example.org/van-ban", "javascript:alert(1)", []string{"course.yaml:19 text.url"}},
	"module twice":      {"course.yaml", "key: cuoc-goi", "key: thu-gia", []string{"course.yaml:28 module.key_twice", "questions/cuoc-goi.yaml:0 question.topic"}},
	"lesson twice":      {"course.yaml", "[03-cuoc-goi]", "[03-cuoc-goi, 01-video]", []string{"course.yaml:30 lesson.slug_twice"}},
	"missing lesson":    {"course.yaml", "- 02-dia-chi", "- 02-thieu", []string{"course.yaml:27 lesson.missing"}},
	"lesson upwards":    {"course.yaml", "- 02-dia-chi", "- ../../good/lessons/02-dia-chi", []string{"course.yaml:27 lesson.slug"}},
	"lesson from root":  {"course.yaml", "- 02-dia-chi", "- /etc/passwd", []string{"course.yaml:27 lesson.slug"}},

	// lessons
	"no front matter":       {"lessons/03-cuoc-goi.vi.md", "---\ntitle", "title", []string{"lessons/03-cuoc-goi.vi.md:1 lesson.front_matter"}},
	"front matter unknown":  {"lessons/03-cuoc-goi.vi.md", "practice_minutes", "practise_minutes", []string{"lessons/03-cuoc-goi.vi.md:4 yaml.unknown_key"}},
	"front matter syntax":   {"lessons/03-cuoc-goi.vi.md", "title: Cuộc gọi lạ", "title: Video: cuộc gọi", []string{"lessons/03-cuoc-goi.vi.md:2 yaml.syntax"}},
	"no goal":               {"lessons/03-cuoc-goi.vi.md", "goal: Sau bài này, học viên biết cúp máy.\n", "", []string{"lessons/03-cuoc-goi.vi.md:2 text.required"}},
	"empty lesson":          {"lessons/03-cuoc-goi.vi.md", "Cúp máy, rồi gọi số chính thức.", "", []string{"lessons/03-cuoc-goi.vi.md:6 lesson.empty"}},
	"raw HTML block":        {"lessons/03-cuoc-goi.vi.md", "Cúp máy", "Một.\n\n<script>alert(1)</script>\n\nCúp máy", []string{"lessons/03-cuoc-goi.vi.md:8 markdown.raw_html"}},
	"raw HTML in a line":    {"lessons/02-dia-chi.vi.md", "Đừng bấm", "Một\nĐừng <b>bấm</b>", []string{"lessons/02-dia-chi.vi.md:21 markdown.raw_html", "lessons/02-dia-chi.vi.md:21 markdown.raw_html"}},
	"first heading":         {"lessons/02-dia-chi.vi.md", "## Vì sao", "# Vì sao", []string{"lessons/02-dia-chi.vi.md:6 markdown.heading"}},
	"picture":               {"lessons/03-cuoc-goi.vi.md", "Cúp máy", "![x](https://example.org/x.png)", []string{"lessons/03-cuoc-goi.vi.md:6 markdown.image"}},
	"script link":           {"lessons/02-dia-chi.vi.md", "https://quangngai.gov.vn", "javascript:alert(1)", []string{"lessons/02-dia-chi.vi.md:8 markdown.link"}},
	"link without a scheme": {"lessons/02-dia-chi.vi.md", "https://quangngai.gov.vn", "//quangngai.gov.vn", []string{"lessons/02-dia-chi.vi.md:8 markdown.link"}},
	"unknown block":         {"lessons/02-dia-chi.vi.md", ":::warning", ":::danger", []string{"lessons/02-dia-chi.vi.md:19 lesson.block_kind"}},
	"block not closed":      {"lessons/02-dia-chi.vi.md", "của một thư\n:::", "của một thư", []string{"lessons/02-dia-chi.vi.md:36 lesson.block_open"}},
	"block not opened":      {"lessons/03-cuoc-goi.vi.md", "Cúp máy", ":::\nCúp máy", []string{"lessons/03-cuoc-goi.vi.md:6 lesson.block_not_open"}},
	"block in a block":      {"lessons/02-dia-chi.vi.md", "Đừng bấm khi", ":::tip\nĐừng bấm khi", []string{"lessons/02-dia-chi.vi.md:20 lesson.block_nested", "lessons/02-dia-chi.vi.md:19 lesson.block_empty"}},
	"decision: no feedback": {"lessons/01-video.vi.md", "  > Đừng vội.\n", "", []string{"lessons/01-video.vi.md:11 decision.feedback"}},
	"decision: none best":   {"lessons/01-video.vi.md", "- [x]", "- [ ]", []string{"lessons/01-video.vi.md:9 decision.best", "lessons/01-video.en.md:9 decision.differs"}},
	"decision: one option":  {"lessons/01-video.vi.md", "- [ ] Bấm ngay\n  > Đừng vội.\n", "", []string{"lessons/01-video.vi.md:9 decision.options", "lessons/01-video.en.md:9 decision.differs"}},
	"decision: no id":       {"lessons/01-video.vi.md", ":::decision d1", ":::decision", []string{"lessons/01-video.vi.md:9 decision.id", "lessons/01-video.en.md:0 decision.untranslated", "lessons/01-video.en.md:9 decision.untranslated"}},
	"decision: no prompt":   {"lessons/01-video.vi.md", "Nên làm gì?\n", "", []string{"lessons/01-video.vi.md:9 decision.prompt"}},
	"decision: bad option":  {"lessons/01-video.vi.md", "- [ ] Bấm ngay", "- [] Bấm ngay", []string{"lessons/01-video.vi.md:11 decision.option_form", "lessons/01-video.vi.md:9 decision.options", "lessons/01-video.en.md:9 decision.differs"}},
	"decision: stray text":  {"lessons/01-video.vi.md", "  > Đúng.", "  > Đúng.\nThêm một câu.", []string{"lessons/01-video.vi.md:15 decision.stray"}},
	"decision: id twice":    {"lessons/02-dia-chi.vi.md", ":::practice", ":::decision d1\nA?\n- [x] B\n  > C\n- [ ] D\n  > E\n:::\n:::practice", []string{"lessons/02-dia-chi.vi.md:36 decision.id_twice", "lessons/02-dia-chi.en.md:0 decision.untranslated"}},
	"decision: other id":    {"lessons/01-video.en.md", "decision d1", "decision d2", []string{"lessons/01-video.en.md:0 decision.untranslated", "lessons/01-video.en.md:9 decision.untranslated"}},
	"decision: HTML":        {"lessons/01-video.vi.md", "> Đúng.", "> Đúng <i>lắm</i>.", []string{"lessons/01-video.vi.md:14 markdown.raw_html", "lessons/01-video.vi.md:14 markdown.raw_html"}},
	"practice differs":      {"lessons/01-video.en.md", "practice_minutes: 5", "practice_minutes: 6", []string{"lessons/01-video.en.md:4 lesson.practice_differs"}},
	"video only in one":     {"lessons/01-video.en.md", "video: m1\n", "", []string{"lessons/01-video.en.md:2 lesson.video_differs"}},
	"paragraph too long":    {"lessons/03-cuoc-goi.vi.md", "Cúp máy", strings.Repeat("Cúp máy, ", 1000), []string{"lessons/03-cuoc-goi.vi.md:6 markdown.too_long"}},
	"quotes without an end": {"lessons/03-cuoc-goi.vi.md", "Cúp máy", strings.Repeat("> ", 1000) + "a", []string{"lessons/03-cuoc-goi.vi.md:6 markdown.too_deep"}},

	// media
	"no video":            {"media/m1.mp4", "", "-", []string{"lessons/01-video.vi.md:5 video.missing"}},
	"not a video":         {"media/m1.mp4", "", "<html>", []string{"media/m1.mp4:0 video.unreadable"}},
	"video cut off":       {"media/m1.mp4", "moov", "free", []string{"media/m1.mp4:0 video.unreadable"}},
	"video upwards":       {"lessons/01-video.vi.md", "video: m1", "video: ../m1", []string{"lessons/01-video.en.md:5 lesson.video_differs", "lessons/01-video.vi.md:5 video.name"}},
	"no captions":         {"media/m1.vi.vtt", "", "-", []string{"media/m1.vi.vtt:0 file.missing"}},
	"no transcript":       {"media/m1.vi.md", "", "-", []string{"media/m1.vi.md:0 file.missing"}},
	"HTML in transcript":  {"media/m1.vi.md", "", "Một\n\n<iframe>\n", []string{"media/m1.vi.md:3 markdown.raw_html"}},
	"captions: header":    {"media/m1.vi.vtt", "WEBVTT", "WEBVT", []string{"media/m1.vi.vtt:1 captions.header"}},
	"captions: times":     {"media/m1.vi.vtt", "00:02.500 --> 00:05.900", "0:02 --> 0:05", []string{"media/m1.vi.vtt:10 captions.times"}},
	"captions: overlap":   {"media/m1.vi.vtt", "00:02.500 --> 00:05.900", "00:02.499 --> 00:05.900", []string{"media/m1.vi.vtt:10 captions.overlap"}},
	"captions: backwards": {"media/m1.vi.vtt", "00:02.500 --> 00:05.900", "00:05.900 --> 00:02.500", []string{"media/m1.vi.vtt:10 captions.backwards"}},
	"captions: empty":     {"media/m1.vi.vtt", "\nNên làm gì?", "", []string{"media/m1.vi.vtt:10 captions.text"}},
	"captions: past end":  {"media/m1.vi.vtt", "00:05.900", "00:07.100", []string{"media/m1.vi.vtt:10 captions.past_end"}},
	"captions: style":     {"media/m1.vi.vtt", "NOTE Giọng đọc máy", "STYLE\n::cue {}", []string{"media/m1.vi.vtt:3 captions.style"}},
	"captions: none":      {"media/m1.en.vtt", "", "WEBVTT\n", []string{"media/m1.en.vtt:1 captions.none"}},

	// questions
	"question twice":          {"questions/cuoc-goi.yaml", "id: goi-002", "id: thu-001", []string{"questions/thu-gia.yaml:1 question.id_twice"}},
	"bad question id":         {"questions/cuoc-goi.yaml", "id: goi-002", "id: Gọi 2", []string{"questions/cuoc-goi.yaml:7 question.id"}},
	"unknown type":            {"questions/cuoc-goi.yaml", "type: numeric", "type: riddle", []string{"questions/cuoc-goi.yaml:2 question.unknown_type"}},
	"difficulty":              {"questions/thu-gia.yaml", "difficulty: 2", "difficulty: 4", []string{"questions/thu-gia.yaml:22 number.range"}},
	"no stem":                 {"questions/cuoc-goi.yaml", "stem: Gọi số nào?, ", "", []string{"questions/cuoc-goi.yaml:10 question.text_required"}},
	"no answer":               {"questions/thu-gia.yaml", "  answer: false\n", "", []string{"questions/thu-gia.yaml:39 question.answer_required"}},
	"answer out of range":     {"questions/thu-gia.yaml", "answer: 0", "answer: 3", []string{"questions/thu-gia.yaml:18 question.answer_index"}},
	"answer of another kind":  {"questions/thu-gia.yaml", "answer: false", "answer: [0]", []string{"questions/thu-gia.yaml:44 yaml.type"}},
	"unknown key in answer":   {"questions/cuoc-goi.yaml", "tolerance", "tolerence", []string{"questions/cuoc-goi.yaml:6 yaml.unknown_key"}},
	"comma in a number":       {"questions/cuoc-goi.yaml", `"0.5"`, `"0,5"`, []string{"questions/cuoc-goi.yaml:6 question.tolerance"}},
	"accepts only marks":      {"questions/cuoc-goi.yaml", `"156"], en`, `"..."], en`, []string{"questions/cuoc-goi.yaml:12 question.accepted"}},
	"options differ":          {"questions/thu-gia.yaml", "      - {text: Hurry, explain: It is.}\n", "", []string{"questions/thu-gia.yaml:33 question.lists_differ", "questions/thu-gia.yaml:37 question.answer_index"}},
	"option twice":            {"questions/thu-gia.yaml", "text: Tên miền lạ", "text: Giục", []string{"questions/thu-gia.yaml:28 question.option_twice"}},
	"options on a statement":  {"questions/thu-gia.yaml", "explain: Ai cũng đặt được.}\n  en: {stem", "explain: Ai., options: [{text: a}]}\n  en: {stem", []string{"questions/thu-gia.yaml:42 question.foreign_key"}},
	"scoring on a single":     {"questions/thu-gia.yaml", "  answer: 0\n", "  answer: 0\n  scoring: partial\n", []string{"questions/thu-gia.yaml:19 question.scoring"}},
	"unknown scoring":         {"questions/thu-gia.yaml", "answer: [0, 1]", "answer: [0, 1]\n  scoring: half", []string{"questions/thu-gia.yaml:39 question.scoring"}},
	"HTML in a stem":          {"questions/thu-gia.yaml", "stem: Dấu hiệu nào", "stem: <b>Dấu hiệu</b> nào", []string{"questions/thu-gia.yaml:25 markdown.raw_html", "questions/thu-gia.yaml:25 markdown.raw_html"}},
	"share of watching":       {"course.yaml", "pass_mark: 700", "pass_mark: 700\nwatching: {share: 40}", []string{"course.yaml:11 number.range"}},
	"speed of watching":       {"course.yaml", "pass_mark: 700", "pass_mark: 700\nwatching: {max_speed: 2}", []string{"course.yaml:11 number.range"}},
	"rule of watching":        {"course.yaml", "pass_mark: 700", "pass_mark: 700\nwatching: {skip: true}", []string{"course.yaml:11 yaml.unknown_key"}},
	"moment of a question":    {"media/m1.questions.yaml", `"0:01"`, `"1.5"`, []string{"media/m1.questions.yaml:2 video.question_at"}},
	"moment past the end":     {"media/m1.questions.yaml", `"0:01"`, `"0:06"`, []string{"media/m1.questions.yaml:2 video.question_past_end"}},
	"question twice in video": {"media/m1.questions.yaml", "- id: hoi-1\n", "- {id: hoi-1, at: \"0:02\", type: true_false, vi: {stem: a, explain: b}, en: {stem: a, explain: b}, answer: true}\n- id: hoi-1\n", []string{"media/m1.questions.yaml:2 question.id_twice"}},
	"video questions: a map":  {"media/m1.questions.yaml", "", "a: b\n", []string{"media/m1.questions.yaml:1 question.no_list"}},
	"video answer":            {"media/m1.questions.yaml", "answer: 1", "answer: 5", []string{"media/m1.questions.yaml:16 question.answer_index"}},
	"topic without a module":  {"questions/khac.yaml", "", "[]", []string{"questions/khac.yaml:0 question.topic"}},
	"points out of range":     {"questions/thu-gia.yaml", "points: 200", "points: 0", []string{"questions/thu-gia.yaml:23 question.points"}},
	"blueprint over the bank": {"tests.yaml", "difficulty: 1, count: 2}\n    - {topic: thu-gia, difficulty: 2", "difficulty: 1, count: 3}\n    - {topic: thu-gia, difficulty: 2", []string{"tests.yaml:18 test.over_bank"}},
	"requires something else": {"tests.yaml", "final:\n", "final:\n  requires: attendance\n", []string{"tests.yaml:11 test.requires"}},
	"a pre-test that waits":   {"tests.yaml", "pre_test:\n", "pre_test:\n  requires: lessons\n", []string{"tests.yaml:2 test.requires"}},
	"blueprint used up":       {"tests.yaml", "{topic: cuoc-goi, difficulty: 1, count: 2}", "{topic: thu-gia, difficulty: 1, count: 1}", []string{"tests.yaml:20 test.over_bank"}},
	"blueprint unknown topic": {"tests.yaml", "topic: cuoc-goi", "topic: khac", []string{"tests.yaml:20 test.over_bank"}},
	"blueprint asks nothing":  {"tests.yaml", "difficulty: 2, count: 1", "difficulty: 2, count: 0", []string{"tests.yaml:19 number.range"}},
	"no final test":           {"tests.yaml", "final:", "pre_test2:", []string{"tests.yaml:10 yaml.unknown_key"}},
	"unknown feedback":        {"tests.yaml", "feedback: score_only", "feedback: all", []string{"tests.yaml:7 text.one_of"}},
}

func TestBrokenPackagesNameFileAndLine(t *testing.T) {
	t.Parallel()
	for name, b := range breakages {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			files := load(t)
			b.apply(t, files)
			p, problems := ReadFS(files, "good", "good")
			if (p == nil) != (len(problems) > 0) {
				t.Errorf("package %v with %d problems", p != nil, len(problems))
			}
			var got []string
			for _, problem := range problems {
				checkMessage(t, problem)
				got = append(got, strings.TrimPrefix(problem.File, "good/")+":"+strconv.Itoa(problem.Line)+" "+problem.Code)
			}
			if diff := cmp.Diff(b.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func (b breakage) apply(t *testing.T, files fstest.MapFS) {
	t.Helper()
	switch {
	case b.new == "-":
		delete(files, b.file)
	case b.old == "":
		files[b.file] = &fstest.MapFile{Data: []byte(b.new), Mode: 0o644}
	default:
		text := string(files[b.file].Data)
		if strings.Count(text, b.old) != 1 {
			t.Fatalf("%q stands %d times in %s", b.old, strings.Count(text, b.old), b.file)
		}
		files[b.file].Data = []byte(strings.Replace(text, b.old, b.new, 1))
	}
}

// unfilled finds what Sprintf leaves when a text and its arguments do not fit.
var unfilled = regexp.MustCompile(`%!|%[sdq]`)

func checkMessage(t *testing.T, p Problem) {
	t.Helper()
	for _, text := range []string{p.In("vi"), p.In("en")} {
		if unfilled.MatchString(text) || len(text) > 600 || !strings.HasPrefix(text, p.File+":") {
			t.Errorf("message %q", text)
		}
	}
}

// No link leads out of the folder, and only regular files are read.
func TestTricksWithPaths(t *testing.T) {
	t.Parallel()
	outside := filepath.Join(t.TempDir(), "secret.md")
	if err := os.WriteFile(outside, []byte("---\ntitle: bí mật\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	cases := map[string]struct {
		name string
		make func(file string) error
		want string
	}{
		"absolute link":  {"lessons/03-cuoc-goi.vi.md", func(f string) error { return os.Symlink(outside, f) }, "file.unreadable"},
		"relative link":  {"tests.yaml", func(f string) error { return os.Symlink("../../../../../../etc/passwd", f) }, "file.unreadable"},
		"link of a film": {"media/m1.mp4", func(f string) error { return os.Symlink("/dev/zero", f) }, "file.unreadable"},
		"a folder":       {"course.yaml", func(f string) error { return os.Mkdir(f, 0o700) }, "file.unreadable"},
		"a lost link":    {"media/m1.vi.vtt", func(f string) error { return os.Symlink("nowhere.vtt", f) }, "file.missing"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(t.TempDir(), "good")
			if err := os.CopyFS(dir, os.DirFS("testdata/good")); err != nil {
				t.Fatal(err)
			}
			file := filepath.Join(dir, c.name)
			if err := os.Remove(file); err != nil {
				t.Fatal(err)
			}
			if err := c.make(file); err != nil {
				t.Fatal(err)
			}
			_, problems := Read(dir)
			if len(problems) != 1 || problems[0].Code != c.want || !strings.HasSuffix(problems[0].File, c.name) {
				t.Errorf("problems %+v", problems)
			}
		})
	}
	if _, problems := Read(filepath.Join(t.TempDir(), "none")); len(problems) != 1 || problems[0].Code != "package.folder" {
		t.Errorf("a missing folder: %+v", problems)
	}
}

// A link that stays inside the folder is read like a file.
func TestLinkInsideTheFolder(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "good")
	if err := os.CopyFS(dir, os.DirFS("testdata/good")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("03-cuoc-goi.vi.md", filepath.Join(dir, "lessons/03-cuoc-goi.en.md")); err != nil {
		t.Fatal(err)
	}
	if p, problems := Read(dir); p == nil || p.Lessons()[2].EN == nil {
		t.Errorf("problems %+v", problems)
	}
}

func TestProblemsAreBounded(t *testing.T) {
	t.Parallel()
	files := load(t)
	bank := strings.Repeat("- {id: X, type: true_false, difficulty: 9, vi: {stem: a}, answer: true}\n", 1000)
	files["questions/thu-gia.yaml"].Data = []byte(bank)
	_, problems := ReadFS(files, "good", "good")
	if len(problems) != maxProblems+1 || problems[maxProblems].Code != "package.too_many_problems" {
		t.Errorf("%d problems", len(problems))
	}
}
