package question

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"taphuan/internal/fault"
)

// Bounds of a case study.
const (
	MinParts = 2
	MaxParts = 10
)

// caseStudy (tình huống) is a stem with questions of other types about it. Each is scored on its own; the points of
// the case are their sum.
type caseStudy struct{}

// Validate wants parts of other types whose points add up.
func (caseStudy) Validate(b Body) []fault.Field {
	var found faults
	found.noPenalty(b)
	if len(b.Parts) < MinParts || len(b.Parts) > MaxParts {
		found.add("parts", "question.part_count", fault.Text{
			VI: fmt.Sprintf("Tình huống cần từ %d đến %d câu hỏi.", MinParts, MaxParts),
			EN: fmt.Sprintf("A case study needs %d to %d questions.", MinParts, MaxParts)})
		return found
	}
	sum := Points(0)
	for i, part := range b.Parts {
		path := fmt.Sprintf("parts[%d].", i)
		sum += part.MaxPoints
		if part.Type == CaseStudy {
			found.add(path+"type", "question.nested_case", fault.Text{
				VI: "Câu hỏi của một tình huống không thể lại là tình huống.",
				EN: "A question of a case study cannot be a case study."})
			continue
		}
		found.under(path, Validate(part))
	}
	if sum != b.MaxPoints {
		found.add("maxPoints", "question.part_points", fault.Text{
			VI: fmt.Sprintf("Điểm của tình huống phải bằng tổng điểm các câu hỏi (%d).", sum),
			EN: fmt.Sprintf("The points of a case study must be the sum of its questions' (%d).", sum)})
	}
	return found
}

// Arrange draws each part by a seed of its own, so that how a part is shown does not depend on the ones before it.
func (caseStudy) Arrange(b Body, random *rand.Rand) Layout {
	seed, layout := random.Uint64(), Layout{Parts: make([]Layout, len(b.Parts))}
	for i, part := range b.Parts {
		layout.Parts[i], _ = Arrange(part, seed, i+1) // Validate has seen the type
	}
	return layout
}

// Check wants an answer, which may be empty, to each part.
func (caseStudy) Check(b Body, a Answer) []fault.Field {
	var found faults
	if len(a.Parts) > 0 && len(a.Parts) != len(b.Parts) {
		found.add("parts", "answer.part_count", textAnswerSize)
		return found
	}
	for i, part := range a.Parts {
		found.under(fmt.Sprintf("parts[%d].", i), CheckAnswer(b.Parts[i], part))
	}
	return found
}

// Stored asks each part's type.
func (caseStudy) Stored(b Body, l Layout, given Answer) (Answer, error) {
	if len(given.Parts) > len(b.Parts) {
		return Answer{}, fault.ErrInvalid.At("parts", "answer.part_count", textAnswerSize)
	}
	parts := slices.Clone(given.Parts)
	for i, part := range parts {
		stored, err := Stored(b.Parts[i], l.part(i), part)
		if err != nil {
			return Answer{}, err
		}
		parts[i] = stored
	}
	given.Parts = parts
	return given, nil
}

// Score adds up the parts, with their penalties.
func (caseStudy) Score(b Body, l Layout, a Answer) Points {
	sum := Points(0)
	for i, answer := range a.Parts {
		points, err := Score(b.Parts[i], l.part(i), answer)
		if err == nil {
			sum += points
		}
	}
	return sum
}

// Redact shows each part as its type does.
func (caseStudy) Redact(b Body, l Layout) View {
	view := viewOf(b)
	for i, part := range b.Parts {
		view.Parts = append(view.Parts, kinds[part.Type].Redact(part, l.part(i)))
	}
	return view
}

// Review puts each part's answer beside its key.
func (caseStudy) Review(b Body, l Layout, a Answer) Review {
	var review Review
	for i, part := range b.Parts {
		var answer Answer
		if i < len(a.Parts) {
			answer = a.Parts[i]
		}
		of, _ := ReviewOf(part, l.part(i), answer) // the layout fits, and so do its parts
		review.Parts = append(review.Parts, of)
	}
	return review
}

// RightAnswer numbers the keys of the parts: "a) ...; b) ...".
func (caseStudy) RightAnswer(b Body, l Layout) LocalText {
	texts := make([]LocalText, len(b.Parts))
	for i, part := range b.Parts {
		right := RightAnswer(part, l.part(i))
		label := string(rune('a'+i)) + ") "
		texts[i] = LocalText{VI: label + right.VI, EN: label + right.In("en")}
	}
	return joinTexts(texts, "; ")
}
