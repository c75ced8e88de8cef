package assessmenthttp

import (
	"github.com/google/uuid"

	"taphuan/internal/question"
)

// draftPartOf writes a question, its texts as they are, but for its parts.
func draftPartOf(b question.Body, address Address) DraftPart {
	return DraftPart{
		Type: string(b.Type), MaxPoints: int(b.MaxPoints), Penalty: int(b.Penalty),
		Stem: DraftText(b.Stem), Explain: DraftText(b.Explain), Source: DraftText(b.Source),
		Options: each(b.Options, draftOption), Scoring: string(b.Scoring), Truth: b.Truth,
		Numeric: some(b.Numeric, draftNumeric), ShortAnswer: some(b.ShortAnswer, draftShortAnswer),
		Prompts: each(b.Prompts, draftPrompt), Gaps: each(b.Gaps, draftGap),
		Hotspot: some(b.Hotspot, func(h question.Hotspot) DraftHotspot { return draftHotspot(h, address) }),
		Formula: some(b.Formula, draftFormula), Essay: some(b.Essay, draftEssay), Upload: some(b.Upload, draftUpload),
	}
}

func draftOption(o question.Option) DraftOption {
	return DraftOption{Text: DraftText(o.Text), Explain: DraftText(o.Explain), Correct: o.Correct, Weight: o.Weight}
}

func draftPrompt(p question.Prompt) DraftPrompt {
	return DraftPrompt{Text: DraftText(p.Text), Explain: DraftText(p.Explain), Match: p.Match}
}

func draftGap(g question.Gap) DraftGap {
	return DraftGap{Type: string(g.Type), Explain: DraftText(g.Explain), Options: each(g.Options, draftOption),
		Numeric: some(g.Numeric, draftNumeric), ShortAnswer: some(g.ShortAnswer, draftShortAnswer)}
}

func draftNumeric(n question.NumericKey) DraftNumeric {
	return DraftNumeric{Value: n.Value, Tolerance: n.Tolerance, Relative: n.Relative, Unit: DraftText(n.Unit),
		OtherUnits: each(n.OtherUnits, func(u question.OtherUnit) DraftUnit { return DraftUnit{Unit: DraftText(u.Unit), Factor: u.Factor} })}
}

func draftShortAnswer(a question.ShortAnswerKey) DraftShortAnswer { return DraftShortAnswer(a) }

func draftHotspot(h question.Hotspot, address Address) DraftHotspot {
	image := DraftImage{File: h.Image.File, Width: h.Image.Width, Height: h.Image.Height, Alt: DraftText(h.Image.Alt)}
	if file, err := uuid.Parse(h.Image.File); err == nil {
		image.URL = address(file)
	}
	return DraftHotspot{Image: image, Picks: h.Picks, Regions: each(h.Regions, func(r question.Region) DraftRegion {
		return DraftRegion{Shape: string(r.Shape), Coords: r.Coords, Label: DraftText(r.Label), Explain: DraftText(r.Explain), Correct: r.Correct}
	})}
}

func draftFormula(f question.Formula) DraftFormula {
	return DraftFormula{Expression: f.Expression, Variables: each(f.Variables, func(v question.Variable) DraftVariable { return DraftVariable(v) }),
		Decimals: f.Decimals, Tolerance: f.Tolerance, Unit: DraftText(f.Unit)}
}

func draftRubric(r question.Rubric) DraftRubric {
	return DraftRubric{Shown: r.Shown, Criteria: each(r.Criteria, func(c question.Criterion) DraftCriterion {
		return DraftCriterion{Key: c.Key, Text: DraftText(c.Text), Levels: each(c.Levels, func(l question.Level) DraftLevel {
			return DraftLevel{Text: DraftText(l.Text), Points: int(l.Points)}
		})}
	})}
}

func draftEssay(e question.Essay) DraftEssay {
	return DraftEssay{MinWords: e.MinWords, MaxWords: e.MaxWords, Rubric: draftRubric(e.Rubric)}
}

func draftUpload(u question.Upload) DraftUpload {
	return DraftUpload{Accept: u.Accept, MaxFiles: u.MaxFiles, MaxBytes: u.MaxBytes, Rubric: draftRubric(u.Rubric)}
}
