package assessmenthttp

import (
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/assessment"
	"taphuan/internal/question"
)

// TestItemFiguresShowPictures: what figures and reviews say of a question holds addresses of its pictures, never their
// names.
func TestItemFiguresShowPictures(t *testing.T) {
	t.Parallel()
	file := uuid.MustParse("0193a6a0-0000-7000-8000-000000000001")
	text := question.LocalText{VI: `Xem <img src="media:` + file.String() + `" alt="Sơ đồ">`}
	words := viewer{locale: "vi", address: func(id uuid.UUID) string { return "/tep/" + id.String() }}
	figures := words.itemFigures(assessment.ItemFigures{Stem: text, Ways: []question.Way{{Text: text, Right: true}}})
	spot := question.HotspotReview{Regions: []question.Region{{Shape: question.Circle, Label: text, Explain: text}}}
	region := words.review(question.Review{Hotspot: &spot}).Hotspot.Regions[0]
	held := assessment.Script{Case: text}
	held.Held.ClaimedUntil = new(time.Now())
	script := words.script(held)
	for name, markup := range map[string]string{"stem": figures.StemHTML, "way": figures.Labels[0].HTML, "region": region.LabelHTML, "case": script.CaseHTML} {
		if strings.Contains(markup, "media:") || !strings.Contains(markup, `src="/tep/`+file.String()+`" alt="Sơ đồ"`) {
			t.Errorf("%s: %s", name, markup)
		}
	}
}
