package question

import (
	"fmt"
	"slices"
	"unicode/utf8"

	"taphuan/internal/fault"
)

// shortAnswer (trả lời ngắn) is right when it equals an accepted answer after folding: all points
// or none.
type shortAnswer struct{ plain }

// Bounds of a short answer's key.
const (
	MaxAccepted       = 30
	MaxAcceptedLength = 200
)

// Validate wants at least one accepted answer in Vietnamese; none may fold to nothing.
func (shortAnswer) Validate(b Body) []fault.Field {
	var found faults
	if b.ShortAnswer == nil || len(b.ShortAnswer.AcceptedVI) == 0 {
		found.add("shortAnswer.acceptedVi", "question.accepted_required", fault.Text{
			VI: "Cần ít nhất một câu trả lời được chấp nhận bằng tiếng Việt.",
			EN: "There must be at least one accepted answer in Vietnamese."})
		return found
	}
	key := b.ShortAnswer
	if len(key.AcceptedVI) > MaxAccepted || len(key.AcceptedEN) > MaxAccepted {
		found.add("shortAnswer", "question.accepted_count", fault.Text{
			VI: fmt.Sprintf("Mỗi ngôn ngữ có nhiều nhất %d câu trả lời được chấp nhận.", MaxAccepted),
			EN: fmt.Sprintf("At most %d accepted answers in each language.", MaxAccepted)})
	}
	found.accepted("shortAnswer.acceptedVi", key.AcceptedVI)
	found.accepted("shortAnswer.acceptedEn", key.AcceptedEN)
	return found
}

func (f *faults) accepted(path string, answers []string) {
	for i, text := range answers {
		if fold(text, true) == "" || utf8.RuneCountInString(text) > MaxAcceptedLength {
			f.add(fmt.Sprintf("%s[%d]", path, i), "question.accepted", fault.Text{
				VI: fmt.Sprintf("Câu trả lời được chấp nhận phải có chữ hoặc số và không quá %d ký tự.", MaxAcceptedLength),
				EN: fmt.Sprintf("An accepted answer must have a letter or a digit and at most %d characters.", MaxAcceptedLength)})
		}
	}
}

// Score gives all points when the folded answer is among the folded accepted ones.
func (shortAnswer) Score(b Body, _ Layout, a Answer) Points {
	if b.ShortAnswer == nil {
		return 0
	}
	given := fold(a.Text, b.ShortAnswer.IgnoreAccents)
	if given == "" {
		return 0
	}
	accepted := slices.Concat(b.ShortAnswer.AcceptedVI, b.ShortAnswer.AcceptedEN)
	if slices.ContainsFunc(accepted, func(text string) bool { return fold(text, b.ShortAnswer.IgnoreAccents) == given }) {
		return b.MaxPoints
	}
	return 0
}

// Redact shows the stem alone.
func (shortAnswer) Redact(b Body, _ Layout) View { return viewOf(b) }

// RightAnswer is the first accepted answer of each language.
func (shortAnswer) RightAnswer(b Body, _ Layout) LocalText {
	if b.ShortAnswer == nil || len(b.ShortAnswer.AcceptedVI) == 0 {
		return LocalText{}
	}
	text := LocalText{VI: b.ShortAnswer.AcceptedVI[0]}
	if len(b.ShortAnswer.AcceptedEN) > 0 {
		text.EN = b.ShortAnswer.AcceptedEN[0]
	}
	return text
}

// Review shows what was typed beside the key.
func (k shortAnswer) Review(b Body, l Layout, a Answer) Review {
	return reviewText(a, k.RightAnswer(b, l))
}
