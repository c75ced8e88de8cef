package coursepackage

import (
	"path/filepath"
	"testing"

	"taphuan/internal/prose"
	"taphuan/internal/question"
)

// TestSourcesOfShippedQuestions: every text of the courses in the repository can be edited as Markdown, and an edit that
// changes nothing changes nothing.
func TestSourcesOfShippedQuestions(t *testing.T) {
	t.Parallel()
	p, _ := Read(filepath.Join("../../courses", "an1"))
	texts := 0
	for _, q := range p.Questions {
		question.MapHTML(q.Body, func(path string, inline bool, markup string) string {
			source := prose.Source(markup, inline)
			back, rejected := prose.Question(source, inline)
			if back != markup || rejected != nil {
				t.Errorf("%s %s: %q is written %q, which gives %q (%v)", q.ID, path, markup, source, back, rejected)
			}
			if source == markup && prose.PlainText(markup) != markup {
				t.Logf("%s %s stays HTML: %q", q.ID, path, markup)
			}
			texts++
			return markup
		})
	}
	if texts < 1000 {
		t.Errorf("only %d texts were looked at", texts)
	}
}
