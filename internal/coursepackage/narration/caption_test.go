package narration

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"taphuan/internal/media/caption"
)

func TestCuesCutLongSentencesAtCommasAndShareTheTime(t *testing.T) {
	t.Parallel()
	got := cues([]utterance{{
		text:  "Trên máy tính, đưa chuột lên liên kết mà không bấm, rồi đọc địa chỉ hiện ra ở góc dưới của cửa sổ.",
		start: 2 * time.Second, end: 8 * time.Second,
	}})
	want := []caption.Cue{
		{Start: 2 * time.Second, End: 5154 * time.Millisecond, Text: "Trên máy tính, đưa chuột\nlên liên kết mà không bấm,"},
		{Start: 5154 * time.Millisecond, End: 8 * time.Second, Text: "rồi đọc địa chỉ hiện ra\nở góc dưới của cửa sổ."},
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
			lines := strings.Split(cue.Text, "\n")
			if cue.Start != at || cue.End < cue.Start || cue.Text == "" || len(lines) > caption.MaxLines {
				t.Fatalf("cue %+v after %v", cue, at)
			}
			for _, line := range lines {
				if utf8.RuneCountInString(line) > caption.MaxLine {
					t.Fatalf("line too long: %q", line)
				}
			}
			shown, at = append(shown, lines...), cue.End
		}
		if strings.Join(shown, " ") != strings.Join(words, " ") || at != end {
			t.Fatalf("captions lose words or time: %v until %v", shown, at)
		}
	})
}
