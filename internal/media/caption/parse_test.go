package caption

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"
)

var update = flag.Bool("update", false, "write the golden files")

// show writes what was read, so that a person can judge it.
func show(f File) string {
	var out strings.Builder
	fmt.Fprintf(&out, "format %q\n", f.Format)
	for _, c := range f.Cues {
		fmt.Fprintf(&out, "%d: %v - %v %q\n", c.Line, c.Start, c.End, c.Text)
	}
	for _, p := range f.Problems {
		fmt.Fprintf(&out, "%s %s at %d: %s | %s\n", p.Level, p.Code, p.Line, p.Text.VI, p.Text.EN)
	}
	return out.String()
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-golden +now):\n%s", name, diff)
	}
}

func TestParse(t *testing.T) {
	t.Parallel()
	var files []string
	for _, pattern := range []string{"testdata/*.vtt", "testdata/*.srt"} {
		found, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, found...)
	}
	if len(files) < 5 {
		t.Fatalf("only %v", files)
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		golden(t, name+".golden", show(Parse(data)))
	}
}

// to1258 writes Vietnamese as old programs did: the letter with its hat or horn, then the tone.
func to1258(t testing.TB, text string) []byte {
	t.Helper()
	var out strings.Builder
	for _, r := range norm.NFC.String(text) {
		if _, in := charmap.Windows1258.EncodeRune(r); in {
			out.WriteRune(r)
			continue
		}
		letter, tone := "", ""
		for _, part := range norm.NFD.String(string(r)) {
			if strings.ContainsRune("\u0300\u0301\u0303\u0309\u0323", part) {
				tone = string(part)
			} else {
				letter += string(part)
			}
		}
		out.WriteString(norm.NFC.String(letter) + tone)
	}
	data, err := charmap.Windows1258.NewEncoder().String(out.String())
	if err != nil {
		t.Fatal(err)
	}
	return []byte(data)
}

func codes(problems []Problem) (list []string) {
	for _, p := range problems {
		list = append(list, p.Code)
	}
	return list
}

const srt = "1\n00:00:01,000 --> 00:00:04,500\nHộp thư sẽ bị khóa, đừng vội.\n\n2\n00:00:05,000 --> 00:00:08,000\nĐường dẫn lạ: quỹ Nguyễn Ước Ỷ Đặng.\n"

// TestEncodings reads the same text however it is written, and says so where it had to guess.
func TestEncodings(t *testing.T) {
	t.Parallel()
	want := Parse([]byte(srt)).Cues
	if len(want) != 2 || want[0].Text != "Hộp thư sẽ bị khóa, đừng vội." {
		t.Fatalf("%+v", want)
	}
	units := utf16.Encode([]rune(srt))
	little, big := []byte{0xff, 0xfe}, []byte{0xfe, 0xff}
	for _, u := range units {
		little, big = append(little, byte(u), byte(u>>8)), append(big, byte(u>>8), byte(u))
	}
	for name, c := range map[string]struct {
		data []byte
		told []string
	}{
		"windows-1258":             {to1258(t, srt), []string{"encoding"}},
		"windows-1258, CRLF":       {to1258(t, strings.ReplaceAll(srt, "\n", "\r\n")), []string{"encoding"}},
		"UTF-8 with its mark":      {[]byte("\ufeff" + srt), nil},
		"UTF-8, decomposed":        {[]byte(norm.NFD.String(srt)), nil},
		"UTF-8, old Mac line ends": {[]byte(strings.ReplaceAll(srt, "\n", "\r")), nil},
		"UTF-16, little":           {little, nil},
		"UTF-16, big":              {big, nil},
	} {
		got := Parse(c.data)
		if diff := cmp.Diff(want, got.Cues); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if diff := cmp.Diff(c.told, codes(got.Problems)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// TestShippedCaptionsIn1258 reads every shipped caption back from windows-1258.
func TestShippedCaptionsIn1258(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../../../courses/*/media/*.vi.vtt")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		want, got := Parse(data), Parse(to1258(t, string(data)))
		if len(want.Problems) > 0 || len(want.Cues) < 20 || !cmp.Equal(want.Cues, got.Cues) || !cmp.Equal(codes(got.Problems), []string{"encoding"}) {
			t.Errorf("%s: %v, in windows-1258 %v %s", name, want.Problems, codes(got.Problems), cmp.Diff(want.Cues, got.Cues))
		}
	}
}

// TestRefused reads nothing from what is no captions, and says why.
func TestRefused(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		data []byte
		code string
	}{
		"a picture":      {[]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"), "not_text"},
		"NUL in UTF-8":   {[]byte("WEBVTT\n\n00:00.000 --> 00:01.000\na\x00b\n"), "not_text"},
		"too big":        {[]byte(strings.Repeat("a", MaxBytes+1)), "too_big"},
		"TCVN3":          {[]byte("1\n00:00:01,000 --> 00:00:04,000\nHép th\xad s\xcf b\xde kho\xb8, \xae\xf5ng v\xe9i\n"), "legacy_font"},
		"VNI":            {[]byte("1\n00:00:01,000 --> 00:00:04,000\nHo\xe4p th\xf6 \xf1a\xf5 \xf1a\xe0y\n"), "legacy_font"},
		"empty":          {nil, "unknown"},
		"prose":          {[]byte("Xin chào."), "unknown"},
		"only a picture": {[]byte("WEBVTT\n\n00:00.000 --> 00:01.000\n<script>a</script>\n"), "none"},
	} {
		got := Parse(c.data)
		last := got.Problems[len(got.Problems)-1]
		if len(got.Cues) > 0 || last.Code != c.code || last.Level != Error {
			t.Errorf("%s: %s", name, show(got))
		}
	}
}

// TestHuge bounds cues and problems, and takes no longer for tags within tags.
func TestHuge(t *testing.T) {
	t.Parallel()
	var many, bad strings.Builder
	for i := range MaxCues + 10 {
		at := vttTime(time.Duration(i) * time.Second)
		fmt.Fprintf(&many, "%s --> %s\nCâu %d\n\n", at, vttTime(time.Duration(i+1)*time.Second), i)
		fmt.Fprintf(&bad, "%s --> hỏng\nCâu\n\n", at)
	}
	got := Parse([]byte("WEBVTT\n\n" + many.String()))
	if len(got.Cues) != MaxCues || !cmp.Equal(codes(got.Problems), []string{"too_many"}) {
		t.Errorf("%d cues, %v", len(got.Cues), codes(got.Problems))
	}
	if got = Parse([]byte("WEBVTT\n\n" + bad.String())); len(got.Problems) != maxProblems+1 || got.Problems[maxProblems].Code != "more" {
		t.Errorf("%d problems", len(got.Problems))
	}
	for _, nested := range []string{strings.Repeat("<b>", 100_000), strings.Repeat("<script", 100_000), strings.Repeat("<scr<", 100_000) + ">", strings.Repeat("{\\", 100_000)} {
		if got := Parse([]byte("00:00:00,000 --> 00:00:01,000\n" + nested)); len(got.Cues) > 0 {
			t.Errorf("%.20s: %.200s", nested, show(got))
		}
	}
}

func TestWrite(t *testing.T) {
	t.Parallel()
	got := Write("made", []Cue{{Start: 61500 * time.Millisecond, End: time.Hour, Text: "A & B --> C\n<c>"}})
	want := "WEBVTT\n\nNOTE made\n\n1\n00:01:01.500 --> 01:00:00.000\nA &amp; B --&gt; C\n&lt;c&gt;\n"
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// FuzzParse holds for whatever a file may hold: reading ends, problems have words and lines that exist, cues are
// clean, and what is written of them is read back without a word.
func FuzzParse(f *testing.F) {
	for _, pattern := range []string{"testdata/*.vtt", "testdata/*.srt"} {
		names, _ := filepath.Glob(pattern)
		for _, name := range names {
			data, err := os.ReadFile(name)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(data)
		}
	}
	f.Add(to1258(f, srt))
	f.Fuzz(func(t *testing.T, data []byte) {
		got := Parse(data)
		if len(got.Cues) == 0 && len(got.Problems) == 0 {
			t.Fatal("nothing read and nothing told")
		}
		for _, p := range got.Problems {
			if p.Text.VI == "" || p.Text.EN == "" || strings.Contains(p.Text.VI, "%!") || p.Line > 1+len(data) {
				t.Errorf("problem %+v", p)
			}
		}
		for i, c := range got.Cues {
			if c.Text == "" || CleanText(c.Text) != c.Text || c.End <= c.Start || c.End > MaxLength {
				t.Errorf("cue %+v", c)
			}
			got.Cues[i].Line = 0
		}
		again := Parse([]byte(Write("", got.Cues)))
		for i := range again.Cues {
			again.Cues[i].Line = 0
		}
		if len(got.Cues) > 0 && (len(again.Problems) > 0 || !cmp.Equal(got.Cues, again.Cues)) {
			t.Errorf("written and read again: %v\n%s", codes(again.Problems), cmp.Diff(got.Cues, again.Cues))
		}
	})
}
