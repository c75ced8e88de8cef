package caption

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestSentences(t *testing.T) {
	t.Parallel()
	got := Sentences("Dừng lại! Gọi 1.500 người? “Đúng rồi.” Xong ở v.v. đó. 156 là số gọi. Ở TP. Quảng Ngãi, TS. Lê Lan hỏi… Rồi sao? Xem https://a.gov.vn/x.html?a=1 nhé. Hết.")
	want := []string{"Dừng lại!", "Gọi 1.500 người?", "“Đúng rồi.”", "Xong ở v.v. đó.", "156 là số gọi.", "Ở TP. Quảng Ngãi, TS. Lê Lan hỏi…", "Rồi sao?", "Xem https://a.gov.vn/x.html?a=1 nhé.", "Hết."}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestSplit loses no word and keeps to lines and their length, but for words that are longer themselves.
func TestSplit(t *testing.T) {
	t.Parallel()
	word := rapid.StringMatching(`[a-zđấễộ]{1,12}[,;]?|https://[a-z]{30,60}`)
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(word, 1, 80).Draw(t, "words")
		var shown []string
		for _, part := range Split(strings.Join(words, " ")) {
			lines := strings.Split(fit(part), "\n")
			if len(lines) > MaxLines {
				t.Fatalf("%q has %d lines", part, len(lines))
			}
			for _, line := range lines {
				if utf8.RuneCountInString(line) > MaxLine && strings.Contains(line, " ") {
					t.Fatalf("line too long: %q", line)
				}
				shown = append(shown, strings.Fields(line)...)
			}
		}
		if diff := cmp.Diff(words, shown); diff != "" {
			t.Fatal(diff)
		}
	})
}
