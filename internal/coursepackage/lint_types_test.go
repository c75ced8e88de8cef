package coursepackage

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"taphuan/internal/question"
)

func TestLintTypes(t *testing.T) {
	t.Parallel()
	options := []question.Option{{}, {}}
	prompts := func(matches ...int) []question.Prompt {
		var list []question.Prompt
		for _, m := range matches {
			list = append(list, question.Prompt{Match: m})
		}
		return list
	}
	region := func(coords ...int) *question.Hotspot {
		return &question.Hotspot{Image: question.Image{Width: 1000, Height: 500}, Regions: []question.Region{{Shape: question.Rectangle, Coords: coords, Correct: true}}}
	}
	for name, c := range map[string]struct {
		body question.Body
		want []string
	}{
		"all in one column":   {question.Body{Type: question.SingleChoiceTable, Options: options, Prompts: prompts(1, 1, 1)}, []string{"note.one_option_right"}},
		"columns mixed":       {question.Body{Type: question.SingleChoiceTable, Options: options, Prompts: prompts(0, 1)}, nil},
		"every option once":   {question.Body{Type: question.Matching, Options: options, Prompts: prompts(0, 1)}, []string{"note.by_elimination"}},
		"with a distractor":   {question.Body{Type: question.Matching, Options: append(options, question.Option{}), Prompts: prompts(0, 1)}, nil},
		"a narrow region":     {question.Body{Type: question.HotspotType, Hotspot: region(0, 0, 500, 39)}, []string{"note.small_region"}},
		"a region for thumbs": {question.Body{Type: question.HotspotType, Hotspot: region(0, 0, 500, 40)}, nil},
		"in a case":           {inCase(question.Body{Type: question.HotspotType, Hotspot: region(0, 0, 500, 39)}), []string{"note.small_region"}},
		"pairs in a case":     {inCase(question.Body{Type: question.Matching, Options: options, Prompts: prompts(0, 1)}), []string{"note.by_elimination"}},
		"an essay":            {question.Body{Type: question.EssayType, Essay: &question.Essay{}}, []string{"note.needs_marking"}},
	} {
		var notes problems
		lintTypes(&notes, &Package{Questions: []Question{{Body: c.body}}})
		var got []string
		for _, n := range notes {
			got = append(got, n.Code)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func inCase(parts ...question.Body) question.Body {
	return question.Body{Type: question.CaseStudy, Parts: parts}
}

// A list in a gap gives itself away by its length as a single choice does.
func TestLintLooksIntoGapsAndParts(t *testing.T) {
	t.Parallel()
	list := []question.Option{{Text: question.LocalText{VI: "ngắn"}}, {Text: question.LocalText{VI: "dài hơn hẳn mọi phương án khác"}, Correct: true}}
	gap := question.Body{Type: question.InlineChoice, Gaps: []question.Gap{{Type: question.Single, Options: list}}}
	p := &Package{Questions: []Question{{Body: gap}, {Body: inCase(question.Body{Type: question.Single, Options: list})}}}
	var notes problems
	lintLengths(&notes, p)
	if len(notes) != 2 || slices.ContainsFunc(notes, func(n Problem) bool { return n.Code != "note.longest_right" }) {
		t.Errorf("notes %v", notes)
	}
}
