package coursepackage

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"taphuan/internal/question"
)

func TestStudyTime(t *testing.T) {
	t.Parallel()
	p := good(t)
	p.Modules[0].Lessons[0].VI.Words = 90
	p.Modules[0].Lessons[1].VI.Words = 360
	p.Modules[1].Lessons[0].VI.Words = 0
	want := StudyTime{
		Video: 6 * time.Second, Reading: 150 * time.Second,
		Practice: 20 * time.Minute, Tests: 20 * time.Minute, Stated: 45 * time.Minute,
	}
	report := Lint(p)
	if diff := cmp.Diff(want, report.Study); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if len(report.Problems) > 0 {
		t.Errorf("problems %v", report.Problems)
	}
}

// Periods may exceed study time by 20 %, and not by a minute more.
func TestOverstatedPeriods(t *testing.T) {
	t.Parallel()
	for practice, refused := range map[int]bool{75: false, 74: true} {
		p := &Package{file: "courses/x/course.yaml", Periods: 2, Modules: []Module{{Lessons: []Lesson{{PracticeMinutes: practice}}}}}
		problems := Lint(p).Problems
		if (len(problems) > 0) != refused {
			t.Errorf("90 minutes stated, %d reckoned: %v", practice, problems)
		}
		if refused && !strings.Contains(problems[0].In("vi"), "2 tiết (90 phút) nhưng thời gian học tính được là 74 phút, vượt quá 20 %") {
			t.Error(problems[0].In("vi"))
		}
	}
}

// bankOf makes single-choice questions with the key and the lengths that the functions tell.
func bankOf(n int, key func(i int) int, length func(i, option int) int) *Package {
	p := &Package{file: "courses/x/course.yaml"}
	for i := range n {
		body := question.Body{Type: question.Single}
		for o := range 4 {
			text := strings.Repeat("a", length(i, o))
			body.Options = append(body.Options, question.Option{Text: question.LocalText{VI: text}, Correct: o == key(i)})
		}
		p.Questions = append(p.Questions, Question{ID: fmt.Sprint(i), Body: body, File: "q.yaml", Line: i + 1})
	}
	return p
}

func noteCodes(p *Package) []string {
	var codes []string
	for _, n := range Lint(p).Notes {
		codes = append(codes, n.Code)
	}
	slices.Sort(codes)
	return slices.Compact(codes)
}

func TestItemWritingNotes(t *testing.T) {
	t.Parallel()
	spread := func(i int) int { return i % 4 }
	even := func(_, o int) int { return 20 + o }
	truths := func(n, right int) *Package {
		p := &Package{file: "courses/x/course.yaml"}
		for i := range n {
			truth := i < right
			p.Questions = append(p.Questions, Question{Body: question.Body{Type: question.TrueFalse, Truth: &truth}})
		}
		return p
	}
	cases := map[string]struct {
		p    *Package
		want []string
	}{
		"sound":                {bankOf(24, spread, even), nil},
		"key always second":    {bankOf(24, func(int) int { return 1 }, even), []string{"note.key_position"}},
		"too few to judge":     {bankOf(8, func(int) int { return 1 }, even), nil},
		"right is the longest": {bankOf(24, spread, func(i, o int) int { return 20 + 4*bool01(o == i%4) }), []string{"note.longest_share"}},
		"one right far longer": {bankOf(24, spread, func(i, o int) int { return 20 + o + 40*bool01(i == 3 && o == 3) }), []string{"note.longest_right"}},
		"nearly all false":     {truths(10, 2), []string{"note.truth_balance"}},
		"nearly all true":      {truths(10, 8), []string{"note.truth_balance"}},
		"balanced":             {truths(10, 5), nil},
	}
	for name, c := range cases {
		if diff := cmp.Diff(c.want, noteCodes(c.p)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func bool01(b bool) int {
	if b {
		return 1
	}
	return 0
}

func TestHeavyVideoIsNoted(t *testing.T) {
	t.Parallel()
	video := func(bytes int64) *Package {
		v := &Video{File: "media/m1.mp4", Bytes: bytes, Duration: 2 * time.Minute}
		return &Package{file: "courses/x/course.yaml", Modules: []Module{{Lessons: []Lesson{{Video: v}}}}}
	}
	if codes := noteCodes(video(1200 << 10)); codes != nil {
		t.Errorf("600 KiB a minute: %v", codes)
	}
	if diff := cmp.Diff([]string{"note.heavy_video"}, noteCodes(video(1210<<10))); diff != "" {
		t.Error(diff)
	}
}

// What is missing is noted at its place, and does not stand in the way.
func TestMissingTranslationsAndExplanationsAreNoted(t *testing.T) {
	t.Parallel()
	files := load(t)
	edit := func(name, old, new string) {
		breakage{file: name, old: old, new: new}.apply(t, files)
	}
	edit("course.yaml", "{vi: Cuộc gọi, en: Calls}", "{vi: Cuộc gọi}")
	edit("questions/thu-gia.yaml", "  en: {stem: The sender's name proves the sender., explain: Anyone can choose it.}\n", "")
	edit("questions/thu-gia.yaml", "{text: Giục, explain: Có.}", "{text: Giục}")
	edit("questions/cuoc-goi.yaml", "{stem: Which number?, explain: Number 156.}", "{stem: Which number?}")
	edit("questions/cuoc-goi.yaml", ", explain: Cộng lại.", "")
	delete(files, "media/m1.en.vtt")
	files["lessons/04-nhap.vi.md"] = files["lessons/03-cuoc-goi.vi.md"]
	p, problems := ReadFS(files, "good", "good")
	if p == nil {
		t.Fatal(problems)
	}
	var got []string
	for _, n := range Lint(p).Notes {
		checkMessage(t, n)
		got = append(got, fmt.Sprintf("%s:%d %s", n.File, n.Line, n.Code))
	}
	slices.Sort(got)
	want := []string{
		"good/course.yaml:29 note.no_english",
		"good/course.yaml:30 note.no_english_lesson",
		"good/lessons/04-nhap.vi.md:0 note.unused",
		"good/media/m1.en.vtt:0 note.no_english_file",
		"good/questions/cuoc-goi.yaml:1 note.no_explanation",
		"good/questions/cuoc-goi.yaml:11 note.partly_english",
		"good/questions/thu-gia.yaml:27 note.no_option_explanation",
		"good/questions/thu-gia.yaml:39 note.no_english",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestEveryMessageIsBilingual(t *testing.T) {
	t.Parallel()
	for code, text := range messages {
		if text.VI == "" || text.EN == "" || strings.Count(text.VI, "%d") != strings.Count(text.EN, "%d") ||
			strings.Count(text.VI, "%q") != strings.Count(text.EN, "%q") || strings.Count(text.VI, "%s") != strings.Count(text.EN, "%s") {
			t.Errorf("%s: %+v", code, text)
		}
	}
}
