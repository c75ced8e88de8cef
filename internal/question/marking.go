package question

import (
	"slices"

	"taphuan/internal/fault"
)

// Marked is an answer that people mark: the question's own, or that to one part of a case study.
type Marked struct {
	Part   int  // counts from 1 in a case study; 0: the question itself
	Body   Body // of the question or the part
	Layout Layout
	Answer Answer
}

// ToMark returns what people mark of an answer in stored form. What was left empty needs nobody: it earns nothing.
func ToMark(b Body, l Layout, a Answer) []Marked {
	if _, byPeople := RubricOf(b); byPeople && !a.Empty() {
		return []Marked{{Body: b, Layout: l, Answer: a}}
	}
	var found []Marked
	for i, part := range b.Parts {
		if _, byPeople := RubricOf(part); byPeople && i < len(a.Parts) && !a.Parts[i].Empty() {
			found = append(found, Marked{Part: i + 1, Body: part, Layout: l.part(i), Answer: a.Parts[i]})
		}
	}
	return found
}

// PartOf returns the part of a case study, counted from 1; the question itself for 0.
func PartOf(b Body, part int) (Body, bool) {
	switch {
	case part == 0:
		return b, true
	case part > len(b.Parts):
		return Body{}, false
	}
	return b.Parts[part-1], true
}

// Earned adds up the levels that were chosen, as places from 0 by the criterion's key. Each criterion must have one of
// its levels and no other may stand there; else fault.ErrInvalid below path.
func (r Rubric) Earned(path string, levels map[string]int) (Points, error) {
	sum, invalid := Points(0), fault.ErrInvalid
	for _, c := range r.Criteria {
		level, chosen := levels[c.Key]
		if !chosen || level < 0 || level >= len(c.Levels) {
			invalid = invalid.At(path+"."+c.Key, "mark.level", fault.Text{VI: "Hãy chọn một mức cho tiêu chí này.", EN: "Choose a level for this criterion."})
			continue
		}
		sum += c.Levels[level].Points
	}
	if len(invalid.Fields) == 0 && len(levels) != len(r.Criteria) {
		invalid = invalid.At(path, "mark.criterion", fault.Text{VI: "Có tiêu chí không thuộc thang chấm này. Hãy tải lại trang.", EN: "A criterion is not of this rubric. Reload the page."})
	}
	return sum, invalid.OrNil()
}

// CorrectsKey says why answers to the old question cannot be scored by the new one; nil when they can: both are of one
// type, worth the same, and show the same options, prompts, gaps and parts in the same stored order. What people mark
// has no key.
func CorrectsKey(old, corrected Body) error {
	if NeedsMarking(old) {
		return errNoKey
	}
	if !sameShown(old, corrected) {
		return errOtherQuestion
	}
	return nil
}

var (
	errNoKey = fault.ErrInvalid.At("body.newVersionId", "correction.no_key", fault.Text{
		VI: "Câu này do người chấm, không có đáp án để sửa. Hãy sửa điểm qua phúc khảo.",
		EN: "People mark this question; it has no key. Change points through an appeal."})
	errOtherQuestion = fault.ErrInvalid.At("body.newVersionId", "correction.other_question", fault.Text{
		VI: "Bản mới khác câu hỏi cũ ở nhiều chỗ hơn đáp án (loại câu, điểm, các lựa chọn hoặc thứ tự của chúng), nên không chấm lại bài cũ bằng bản này được. Hãy giữ nguyên các lựa chọn và chỉ sửa đáp án.",
		EN: "The new version differs in more than the key (type, points, options or their order), so old papers cannot be scored by it. Keep the options and correct the key alone."})
)

func sameShown(a, b Body) bool {
	return a.Type == b.Type && a.MaxPoints == b.MaxPoints && sameOptions(a.Options, b.Options) &&
		slices.EqualFunc(a.Prompts, b.Prompts, func(a, b Prompt) bool { return a.Text == b.Text }) &&
		slices.EqualFunc(a.Gaps, b.Gaps, func(a, b Gap) bool { return a.Type == b.Type && sameOptions(a.Options, b.Options) }) &&
		sameVariables(a.Formula, b.Formula) && sameImage(a.Hotspot, b.Hotspot) && slices.EqualFunc(a.Parts, b.Parts, sameShown)
}

func sameOptions(a, b []Option) bool {
	return slices.EqualFunc(a, b, func(a, b Option) bool { return a.Text == b.Text })
}

func sameVariables(a, b *Formula) bool {
	if a == nil || b == nil {
		return a == b
	}
	return slices.Equal(a.Variables, b.Variables)
}

func sameImage(a, b *Hotspot) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Image.File == b.Image.File && a.Image.Width == b.Image.Width && a.Image.Height == b.Image.Height
}
