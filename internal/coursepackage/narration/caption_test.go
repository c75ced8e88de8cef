package narration

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestSentences(t *testing.T) {
	t.Parallel()
	got := sentences("Dừng lại! Gọi 1.500 người? “Đúng rồi.” Xong ở v.v. đó. 156 là số gọi.")
	want := []string{"Dừng lại!", "Gọi 1.500 người?", "“Đúng rồi.”", "Xong ở v.v. đó.", "156 là số gọi."}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestCuesCutLongSentencesAtCommasAndShareTheTime(t *testing.T) {
	t.Parallel()
	got := cues([]utterance{{
		text:  "Trên máy tính, đưa chuột lên liên kết mà không bấm, rồi đọc địa chỉ hiện ra ở góc dưới của cửa sổ.",
		start: 2 * time.Second, end: 8 * time.Second,
	}})
	want := []Cue{
		{2 * time.Second, 5154 * time.Millisecond, []string{"Trên máy tính, đưa chuột", "lên liên kết mà không bấm,"}},
		{5154 * time.Millisecond, 8 * time.Second, []string{"rồi đọc địa chỉ hiện ra", "ở góc dưới của cửa sổ."}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestCuesFitAndFollowOneAnother(t *testing.T) {
	t.Parallel()
	word := rapid.StringMatching(`[a-zđấễộ]{1,12}[,;]?`)
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(word, 1, 80).Draw(t, "words")
		end := time.Duration(rapid.IntRange(1000, 60000).Draw(t, "ms")) * time.Millisecond
		captions := cues([]utterance{{text: strings.Join(words, " "), end: end}})
		var shown []string
		at := time.Duration(0)
		for _, cue := range captions {
			if cue.Start != at || cue.End < cue.Start || len(cue.Lines) < 1 || len(cue.Lines) > 2 {
				t.Fatalf("cue %+v after %v", cue, at)
			}
			for _, line := range cue.Lines {
				if utf8.RuneCountInString(line) > captionLine {
					t.Fatalf("line too long: %q", line)
				}
			}
			shown, at = append(shown, cue.Lines...), cue.End
		}
		if strings.Join(shown, " ") != strings.Join(words, " ") || at != end {
			t.Fatalf("captions lose words or time: %v until %v", shown, at)
		}
	})
}

func TestWebVTT(t *testing.T) {
	t.Parallel()
	got := webVTT("made", []Cue{{Start: 61500 * time.Millisecond, End: time.Hour, Lines: []string{"A & B", "<c>"}}})
	want := "WEBVTT\n\nNOTE made\n\n1\n00:01:01.500 --> 01:00:00.000\nA &amp; B\n&lt;c&gt;\n"
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
