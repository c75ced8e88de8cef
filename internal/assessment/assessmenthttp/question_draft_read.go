package assessmenthttp

import "taphuan/internal/question"

func (b DraftBody) body() question.Body {
	body := b.DraftPart.body()
	body.Parts = each(b.Parts, DraftPart.body)
	return body
}

func (p DraftPart) body() question.Body {
	return question.Body{
		Type: question.Type(p.Type), MaxPoints: question.Points(p.MaxPoints), Penalty: question.Points(p.Penalty),
		Stem: p.Stem.local(), Explain: p.Explain.local(), Source: p.Source.local(),
		Options: each(p.Options, DraftOption.option), Scoring: question.ScoringRule(p.Scoring), Truth: p.Truth,
		Numeric: some(p.Numeric, DraftNumeric.key), ShortAnswer: some(p.ShortAnswer, DraftShortAnswer.key),
		Prompts: each(p.Prompts, DraftPrompt.prompt), Gaps: each(p.Gaps, DraftGap.gap),
		Hotspot: some(p.Hotspot, DraftHotspot.hotspot), Formula: some(p.Formula, DraftFormula.formula),
		Essay: some(p.Essay, DraftEssay.essay), Upload: some(p.Upload, DraftUpload.upload),
	}
}

// each maps a list; none stays none.
func each[A, B any](list []A, change func(A) B) []B {
	var changed []B
	for _, one := range list {
		changed = append(changed, change(one))
	}
	return changed
}

// some maps what is there.
func some[A, B any](one *A, change func(A) B) *B {
	if one == nil {
		return nil
	}
	return new(change(*one))
}

func (t DraftText) local() question.LocalText { return question.LocalText(t) }

func (o DraftOption) option() question.Option {
	return question.Option{Text: o.Text.local(), Explain: o.Explain.local(), Correct: o.Correct, Weight: o.Weight}
}

func (p DraftPrompt) prompt() question.Prompt {
	return question.Prompt{Text: p.Text.local(), Explain: p.Explain.local(), Match: p.Match}
}

func (g DraftGap) gap() question.Gap {
	return question.Gap{Type: question.Type(g.Type), Explain: g.Explain.local(), Options: each(g.Options, DraftOption.option),
		Numeric: some(g.Numeric, DraftNumeric.key), ShortAnswer: some(g.ShortAnswer, DraftShortAnswer.key)}
}

func (n DraftNumeric) key() question.NumericKey {
	return question.NumericKey{Value: n.Value, Tolerance: n.Tolerance, Relative: n.Relative, Unit: n.Unit.local(), OtherUnits: each(n.OtherUnits, DraftUnit.unit)}
}

func (u DraftUnit) unit() question.OtherUnit {
	return question.OtherUnit{Unit: u.Unit.local(), Factor: u.Factor}
}

func (a DraftShortAnswer) key() question.ShortAnswerKey { return question.ShortAnswerKey(a) }

func (h DraftHotspot) hotspot() question.Hotspot {
	image := question.Image{File: h.Image.File, Width: h.Image.Width, Height: h.Image.Height, Alt: h.Image.Alt.local()}
	return question.Hotspot{Image: image, Regions: each(h.Regions, DraftRegion.region), Picks: h.Picks}
}

func (r DraftRegion) region() question.Region {
	return question.Region{Shape: question.Shape(r.Shape), Coords: r.Coords, Label: r.Label.local(), Explain: r.Explain.local(), Correct: r.Correct}
}

func (f DraftFormula) formula() question.Formula {
	return question.Formula{Expression: f.Expression, Variables: each(f.Variables, func(v DraftVariable) question.Variable { return question.Variable(v) }),
		Decimals: f.Decimals, Tolerance: f.Tolerance, Unit: f.Unit.local()}
}

func (r DraftRubric) rubric() question.Rubric {
	return question.Rubric{Criteria: each(r.Criteria, DraftCriterion.criterion), Shown: r.Shown}
}

func (c DraftCriterion) criterion() question.Criterion {
	return question.Criterion{Key: c.Key, Text: c.Text.local(), Levels: each(c.Levels, func(l DraftLevel) question.Level {
		return question.Level{Text: l.Text.local(), Points: question.Points(l.Points)}
	})}
}

func (e DraftEssay) essay() question.Essay {
	return question.Essay{MinWords: e.MinWords, MaxWords: e.MaxWords, Rubric: e.Rubric.rubric()}
}

func (u DraftUpload) upload() question.Upload {
	return question.Upload{Accept: u.Accept, MaxFiles: u.MaxFiles, MaxBytes: u.MaxBytes, Rubric: u.Rubric.rubric()}
}
