package coursepackage

import "taphuan/internal/question"

// missing notes explanations and translations that are not there yet.
func (q *questionReader) missing(body question.Body) {
	if body.Explain.VI == "" {
		q.note("note.no_explanation", nil, q.name)
	}
	for i, o := range body.Options {
		if o.Explain.VI == "" && question.IsChoice(body.Type) {
			q.note("note.no_option_explanation", []any{"vi", "options", i})
		}
	}
	switch {
	case q.yaml.EN == nil:
		q.note("note.no_english", nil, q.name)
	case untranslated(body):
		q.note("note.partly_english", []any{"en"}, q.name)
	}
}

// untranslated reports whether a text has no English. The questions of a case note their own.
func untranslated(body question.Body) bool {
	texts := []question.LocalText{body.Stem, body.Explain}
	for _, o := range body.Options {
		texts = append(texts, o.Text, o.Explain)
	}
	for _, p := range body.Prompts {
		texts = append(texts, p.Text, p.Explain)
	}
	for _, g := range body.Gaps {
		texts = append(texts, g.Explain)
		for _, o := range g.Options {
			texts = append(texts, o.Text)
		}
	}
	if h := body.Hotspot; h != nil {
		texts = append(texts, h.Image.Alt)
		for _, r := range h.Regions {
			texts = append(texts, r.Label, r.Explain)
		}
	}
	if rubric, marked := question.RubricOf(body); marked {
		for _, c := range rubric.Criteria {
			texts = append(texts, c.Text)
			for _, level := range c.Levels {
				texts = append(texts, level.Text)
			}
		}
	}
	for _, t := range texts {
		if t.VI != "" && t.EN == "" {
			return true
		}
	}
	return body.ShortAnswer != nil && len(body.ShortAnswer.AcceptedEN) == 0
}
