package catalog

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"taphuan/internal/vietnamese"
)

// written shows an excerpt with its marks.
func written(spans []Span) string {
	var b strings.Builder
	for _, s := range spans {
		if s.Marked {
			b.WriteString("[" + s.Text + "]")
		} else {
			b.WriteString(s.Text)
		}
	}
	return b.String()
}

func TestExcerpt(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("Trước khi bấm, đọc lại địa chỉ. ", 9) + "Không mở đường dẫn lạ." + strings.Repeat(" Hỏi lại người gửi bằng số đã biết.", 9)
	for name, c := range map[string]struct{ text, query, want string }{
		"with accents":           {"Họ Nguyễn nhận tin", "nguyễn", "Họ [Nguyễn] nhận tin"},
		"without":                {"Họ Nguyễn nhận tin", "NGUYEN", "Họ [Nguyễn] nhận tin"},
		"đ without its bar":      {"Đường dây nóng trên đường", "duong", "[Đường] dây nóng trên [đường]"},
		"spaces and other forms": {"Đường  dây\u00a0nóng", "đu\u031bo\u031b\u0300ng day", "[Đường dây] nóng"},
		"nothing":                {"Mật khẩu", "mở", ""},
		"no words":               {"Mật khẩu", " ", ""},
		"signs":                  {"giảm 100% phí", "100%", "giảm [100%] phí"},
		"where words begin":      {"Bàn về an toàn", "an", "Bàn về [an] toàn"},
		"inside a word only":     {"Mật khẩu", "at", "M[ật] khẩu"},
		"cut at words":           {long, "đường dẫn", "… đọc lại địa chỉ. Trước khi bấm, đọc lại địa chỉ. Không mở [đường dẫn] lạ. Hỏi lại người gửi bằng số đã biết. Hỏi lại người gửi bằng số đã biết. Hỏi lại người gửi bằng số đã biết. Hỏi lại …"},
		"as written goes first":  {"Con dương xỉ. " + long, "đường", ""},
	} {
		got := written(excerpt(c.text, c.query))
		if name == "as written goes first" {
			if !strings.Contains(got, "[đường] dẫn") || strings.Contains(got, "xỉ") {
				t.Errorf("%s: %q", name, got)
			}
			continue
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// An excerpt is a piece of its text, and its marks are the words that were looked for.
func TestExcerptIsOfTheText(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.StringMatching("[a-dăâđêôơưàáảãạếờ\u0301\u0323]{1,5}")
		text := vietnamese.Normalize(strings.Join(rapid.SliceOfN(word, 1, 80).Draw(t, "words"), " "))
		query := word.Draw(t, "query")
		spans := excerpt(text, query)
		key := vietnamese.Fold(query)
		if (spans != nil) != (key != "" && strings.Contains(vietnamese.Fold(text), key)) {
			t.Fatalf("%q in %q: %v", query, text, spans)
		}
		var whole strings.Builder
		marks := 0
		for _, s := range spans {
			whole.WriteString(s.Text)
			if s.Marked {
				marks++
				if strings.TrimSpace(s.Text) == "" || !strings.Contains(strings.Repeat(key, 80), vietnamese.Fold(s.Text)) {
					t.Errorf("marked %q for %q", s.Text, query)
				}
			}
		}
		if spans != nil && marks == 0 {
			t.Errorf("nothing marked of %q in %q: %v", query, text, spans)
		}
		cut := strings.TrimSuffix(strings.TrimPrefix(whole.String(), "… "), " …")
		if !strings.Contains(text, strings.TrimSpace(cut)) {
			t.Errorf("%q is not in %q", cut, text)
		}
	})
}
