package coursepackage

import (
	"github.com/goccy/go-yaml/ast"

	"taphuan/internal/prose"
	"taphuan/internal/question"
)

// gapTextYAML is a gap in one language: a list to choose from, or what stands behind a field.
type gapTextYAML struct {
	Options []string `yaml:"options"`
	Unit    string   `yaml:"unit"`
	Explain string   `yaml:"explain"`
}

// gaps reads the gaps of the stem. The form of its answer says what a gap is: the place of the right option, a
// number (value) or words (accepted).
func (q *questionReader) gaps(body *question.Body, node ast.Node) {
	keys, ok := node.(*ast.SequenceNode)
	vi, en := q.yaml.VI.Gaps, q.en().Gaps
	if !ok || len(keys.Values) != len(vi) {
		q.problem("question.gap_answers", []any{"answer"}, len(vi))
		return
	}
	if !q.sameLength(len(vi), len(en), "gaps") {
		return
	}
	if len(en) == 0 {
		en = make([]gapTextYAML, len(vi))
	}
	for i, key := range keys.Values {
		body.Gaps = append(body.Gaps, q.gap(i, vi[i], en[i], key))
	}
}

func (q *questionReader) gap(i int, vi, en gapTextYAML, key ast.Node) question.Gap {
	gap := question.Gap{Explain: question.LocalText{
		VI: q.render(prose.Render, vi.Explain, "vi", "gaps", i, "explain"), EN: q.render(prose.Render, en.Explain, "en", "gaps", i, "explain")}}
	switch accepted, _ := child(key, "accepted"); {
	case len(pairs(key)) == 0:
		gap.Type, gap.Options = question.Single, q.gapOptions(i, vi.Options, en.Options)
		var right whole
		if q.doc.decode(&q.found, key, &right) && (right < 0 || int(right) >= len(gap.Options)) {
			q.problem("question.answer_index", []any{"answer", i}, len(gap.Options)-1)
		} else if int(right) < len(gap.Options) {
			gap.Options[right].Correct = true
		}
	case accepted != nil:
		gap.Type, gap.ShortAnswer = question.ShortAnswer, q.shortAnswerKey(key)
	default:
		gap.Type, gap.Numeric = question.Numeric, q.numericKey(key, vi.Unit, en.Unit)
	}
	return gap
}

func (q *questionReader) gapOptions(i int, vi, en []string) []question.Option {
	if !q.sameLength(len(vi), len(en), "gaps", i, "options") {
		return nil
	}
	options := make([]question.Option, len(vi))
	for n, text := range vi {
		options[n].Text.VI = q.render(prose.RenderInline, text, "vi", "gaps", i, "options", n)
		if len(en) > 0 {
			options[n].Text.EN = q.render(prose.RenderInline, en[n], "en", "gaps", i, "options", n)
		}
	}
	return options
}
