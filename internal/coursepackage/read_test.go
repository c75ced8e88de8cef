package coursepackage

import (
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"taphuan/internal/question"
)

// good reads the sample package.
func good(t *testing.T) *Package {
	t.Helper()
	p, problems := Read("testdata/good")
	for _, problem := range problems {
		t.Error(problem.In("en"))
	}
	if p == nil {
		t.FailNow()
	}
	return p
}

func TestReadCourse(t *testing.T) {
	t.Parallel()
	p := good(t)
	day := func(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }
	want := &Package{
		Key: "good", Code: "MAU1", Field: "cybersecurity", Level: "basic", Licence: "CC BY 4.0",
		Title:    question.LocalText{VI: "Khóa học mẫu", EN: "Sample course"},
		Summary:  question.LocalText{VI: "Một khóa học nhỏ để thử việc đọc gói.", EN: "A small course for testing the reader."},
		Outcome:  question.LocalText{VI: "Đọc được địa chỉ gửi.", EN: "Reads a sender's address."},
		Audience: []string{"CB", "ĐM"},
		Periods:  1, PassMark: 700, ValidityMonths: 24,
		ReviewOn: day(2027, 6, 30), UpdatedOn: day(2026, 11, 23),
		Frameworks: []Framework{{"DigComp", "2.2", "1.2", "basic"}},
		Sources:    []Source{{Title: question.LocalText{VI: "Một văn bản", EN: "A document"}, URL: "https://example.org/van-ban"}},
		Contacts:   []Contact{{Name: question.LocalText{VI: "Cảnh sát", EN: "Police"}, Value: "113", CheckedOn: day(2026, 11, 23)}},
	}
	if diff := cmp.Diff(want, p, cmpopts.IgnoreUnexported(Package{}),
		cmpopts.IgnoreFields(Package{}, "Modules", "Questions", "PreTest", "Final", "Hash", "Notes")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	var slugs []string
	for _, lesson := range p.Lessons() {
		slugs = append(slugs, lesson.Slug)
	}
	if diff := cmp.Diff([]string{"01-video", "02-dia-chi", "03-cuoc-goi"}, slugs); diff != "" {
		t.Errorf("lessons (-want +got):\n%s", diff)
	}
	if len(p.Modules) != 2 || p.PreTest == nil || p.PreTest.QuestionCount() != 1 || p.Final.QuestionCount() != 5 {
		t.Errorf("%d modules, pre-test %+v, final %+v", len(p.Modules), p.PreTest, p.Final)
	}
}

func TestReadLesson(t *testing.T) {
	t.Parallel()
	lesson := good(t).Lessons()[1]
	want := []Block{
		{Kind: HTMLBlock, Line: 6, HTML: `<h2>Vì sao</h2>
<p>Địa chỉ <code>ho-tro@thu.example</code> là giả; trang thật là <a href="https://quangngai.gov.vn" rel="noreferrer">cổng tỉnh</a>.</p>
<table>
<thead>
<tr>
<th align="left">Chỗ nhìn</th>
<th align="right">Thấy gì</th>
</tr>
</thead>
<tbody>
<tr>
<td align="left">Sau @</td>
<td align="right"><code>thu.example</code></td>
</tr>
</tbody>
</table>
<pre><code>:::note
không phải khung ghi chú
</code></pre>`},
		{Kind: CalloutBlock, Tone: "warning", Line: 19, HTML: "<p>Đừng bấm khi đang <strong>vội</strong> &amp; lo.</p>"},
		{Kind: DecisionBlock, ID: "d1", Line: 23, HTML: "<p>Anh Bình nhận được thư lạ.</p>\n<p>Nên làm gì?</p>", Options: []DecisionOption{
			{HTML: "Gọi số đã lưu\ntrong danh bạ", Best: true, Feedback: "<p>Đúng, vì đó là kênh khác.</p>\n<p>Báo thêm cho đầu mối.</p>"},
			{HTML: "Trả lời thư", Feedback: "<p>Kẻ gian sẽ trả lời.</p>"},
		}},
		{Kind: CalloutBlock, Tone: "practice", Line: 36, HTML: "<ul>\n<li class=\"task\">Mở hộp thư</li>\n<li class=\"task\">Đọc địa chỉ gửi của một thư</li>\n</ul>"},
	}
	if diff := cmp.Diff(want, lesson.VI.Blocks); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for _, phrase := range []string{"Vì sao\nĐịa chỉ", "vội & lo", "Kẻ gian sẽ trả lời"} {
		if !strings.Contains(lesson.VI.PlainText, phrase) {
			t.Errorf("the plain text lacks %q:\n%s", phrase, lesson.VI.PlainText)
		}
	}
	if strings.ContainsAny(lesson.VI.PlainText, "<>") {
		t.Errorf("the plain text holds tags:\n%s", lesson.VI.PlainText)
	}
	if lesson.PracticeMinutes != 12 || lesson.VI.Title != "Bài: đọc địa chỉ" || lesson.EN == nil || lesson.Video != nil {
		t.Errorf("lesson %+v", lesson)
	}
}

func TestReadVideo(t *testing.T) {
	t.Parallel()
	p := good(t)
	v := p.Lessons()[0].Video
	if v == nil || v.Width != 320 || v.Height != 180 || v.Duration != 6*time.Second || v.HumanVoice {
		t.Fatalf("video %+v", v)
	}
	if len(v.Captions) != 2 || len(v.Captions[0].Cues) != 2 || v.Captions[0].Cues[0].Text != "Gần hết giờ làm,\ncó một lá thư." {
		t.Errorf("captions %+v", v.Captions)
	}
	if !strings.HasPrefix(v.TranscriptVI, "<p><strong>Lời đọc:") || v.TranscriptEN == "" {
		t.Errorf("transcripts %q, %q", v.TranscriptVI, v.TranscriptEN)
	}
	file, err := p.Open(v.File)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if n, err := io.Copy(io.Discard, file); err != nil || n != v.Bytes {
		t.Errorf("read %d of %d bytes: %v", n, v.Bytes, err)
	}
	for _, name := range []string{"course.yaml", "../good/media/m1.mp4", "/etc/passwd", ""} {
		if _, err := p.Open(name); err == nil {
			t.Errorf("opened %q", name)
		}
	}
}

func TestReadQuestions(t *testing.T) {
	t.Parallel()
	p := good(t)
	byID := map[string]Question{}
	for _, q := range p.Questions {
		byID[q.ID] = q
		stored, err := json.Marshal(q.Body)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := question.ParseBody(stored); err != nil {
			t.Errorf("%s cannot be stored and read back: %v", q.ID, err)
		}
	}
	first := byID["thu-001"]
	want := question.Body{
		Type: question.Single, MaxPoints: 100,
		Stem:    question.LocalText{VI: "<p>Phần nào của <code>a@thu.example</code> cho biết <strong>nơi gửi</strong>?</p>", EN: "<p>Which part of <code>a@thu.example</code> tells <strong>where it comes from</strong>?</p>"},
		Explain: question.LocalText{VI: "<p>Tên miền có chủ.</p>", EN: "<p>A domain has an owner.</p>"},
		Source:  question.LocalText{VI: "Bài 2", EN: "Lesson 2"},
		Options: []question.Option{
			{Text: question.LocalText{VI: "Phần sau @", EN: "The part after @"}, Explain: question.LocalText{VI: "<p>Đúng.</p>", EN: "<p>Right.</p>"}, Correct: true},
			{Text: question.LocalText{VI: "Tên hiển thị", EN: "The display name"}, Explain: question.LocalText{VI: "<p>Ai cũng đặt được.</p>", EN: "<p>Anyone can choose it.</p>"}},
			{Text: question.LocalText{VI: "Nhỏ hơn 3 &amp; lớn hơn 1", EN: "Less than 3 &amp; more than 1"}, Explain: question.LocalText{VI: "<p>Không liên quan.</p>", EN: "<p>Beside the point.</p>"}},
		},
	}
	if diff := cmp.Diff(want, first.Body); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if first.Topic != "thu-gia" || first.Line != 1 || byID["thu-002"].Line != 20 || byID["thu-002"].Body.Scoring != question.Partial {
		t.Errorf("places %+v, %+v", first, byID["thu-002"])
	}
	if points, err := question.Score(byID["goi-002"].Body, question.Layout{}, question.Answer{Text: "Tong dai 156"}); err != nil || points != 100 {
		t.Errorf("the short answer earns %d (%v)", points, err)
	}
	if points, err := question.Score(byID["goi-001"].Body, question.Layout{}, question.Answer{Text: "1.500.000 đồng"}); err != nil || points != 100 {
		t.Errorf("the number earns %d (%v)", points, err)
	}
}

// The same content has the same hash; whatever counts changes it, whatever does not count does not.
func TestHash(t *testing.T) {
	t.Parallel()
	base := good(t).Hash
	edit := func(change func(dir string)) string {
		dir := filepath.Join(t.TempDir(), "good")
		if err := os.CopyFS(dir, os.DirFS("testdata/good")); err != nil {
			t.Fatal(err)
		}
		change(dir)
		p, problems := Read(dir)
		if p == nil {
			t.Fatal(problems[0].In("en"))
		}
		return p.Hash
	}
	replace := func(name, old, new string) func(string) {
		return func(dir string) {
			file := filepath.Join(dir, name)
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, []byte(strings.ReplaceAll(string(data), old, new)), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	write := func(name string) func(string) {
		return func(dir string) {
			if err := os.WriteFile(filepath.Join(dir, name), []byte("a"), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	same := map[string]func(string){
		"copied elsewhere":     func(string) {},
		"other line endings":   replace("lessons/01-video.vi.md", "\n", "\r\n"),
		"an unused lesson":     write("lessons/99-nhap.vi.md"),
		"a script of a video":  write("media/m1.script.yaml"),
		"decomposed letters":   replace("lessons/03-cuoc-goi.vi.md", "Cúp", "Cu\u0301p"),
		"a file of the system": write(".DS_Store"),
	}
	for name, change := range same {
		if edit(change) != base {
			t.Errorf("%s changes the hash", name)
		}
	}
	other := map[string]func(string){
		"a word of a lesson":  replace("lessons/03-cuoc-goi.vi.md", "Cúp máy", "Dừng"),
		"an answer":           replace("questions/thu-gia.yaml", "answer: false", "answer: true"),
		"a caption":           replace("media/m1.en.vtt", "Near", "At"),
		"a person's voice":    write("media/m1.voice.wav"),
		"an optional lesson":  func(dir string) { _ = os.Remove(filepath.Join(dir, "lessons/02-dia-chi.en.md")) },
		"the mark for a pass": replace("tests.yaml", "700", "750"),
	}
	for name, change := range other {
		if edit(change) == base {
			t.Errorf("%s does not change the hash", name)
		}
	}
}

func TestNotes(t *testing.T) {
	t.Parallel()
	var notes []string
	for _, note := range good(t).Notes {
		notes = append(notes, note.Code+" "+note.In("vi"))
	}
	want := []string{
		"note.no_english_lesson testdata/good/course.yaml:30: Bài này chưa có bản tiếng Anh (lessons/03-cuoc-goi.en.md).",
	}
	if diff := cmp.Diff(want, notes); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
