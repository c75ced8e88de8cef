package assessmenthttp

import (
	"encoding/json"
	"html"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/google/uuid"

	"taphuan/internal/assessment"
	"taphuan/internal/question"
)

// TestDraftOfEveryType: a stored question of each type that is opened, sent and read again is the very same, but that
// stems and explanations stand in paragraphs.
func TestDraftOfEveryType(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../../question/testdata/*/*.json")
	if err != nil || len(files) < 16 {
		t.Fatalf("%d golden files (%v)", len(files), err)
	}
	for _, file := range files {
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			var golden struct{ Body json.RawMessage }
			data, err := os.ReadFile(file)
			if err == nil {
				err = json.Unmarshal(data, &golden)
			}
			if err != nil {
				t.Fatal(err)
			}
			body, err := question.ParseBody(golden.Body)
			if err != nil {
				t.Fatal(err)
			}
			stored := assessment.BankQuestion{Topic: "m", Difficulty: 2, Equivalent: "q1", IsomorphGroup: "g", Body: body}
			sent, err := json.Marshal(draftOf(stored, []string{"thẻ"}, func(id uuid.UUID) string { return "/media/" + id.String() }))
			if err != nil {
				t.Fatal(err)
			}
			var draft QuestionDraft
			if err := json.Unmarshal(sent, &draft); err != nil {
				t.Fatal(err)
			}
			again, rejected := draft.bankQuestion()
			if len(rejected) > 0 {
				t.Errorf("rejected: %+v", rejected)
			}
			stored.Body, again.Body = withoutParagraphs(stored.Body), withoutParagraphs(again.Body)
			if diff := cmp.Diff(stored, again, cmpopts.EquateEmpty()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// withoutParagraphs takes away what an edit may add to a text that was stored without a paragraph around it.
func withoutParagraphs(b question.Body) question.Body {
	return question.MapHTML(b, func(_ string, _ bool, markup string) string {
		return html.UnescapeString(strings.NewReplacer("<p>", "", "</p>", "", "\n", "").Replace(markup))
	})
}
