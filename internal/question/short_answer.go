package question

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"taphuan/internal/fault"
)

// shortAnswer (trả lời ngắn) is right when it equals an accepted answer after folding, or fits an accepted pattern:
// all points or none.
type shortAnswer struct{ plain }

// Bounds of a short answer's key.
const (
	MaxAccepted       = 30
	MaxAcceptedLength = 200
)

// Validate wants at least one accepted answer in Vietnamese; none may fold to nothing, or to "*" alone in a pattern.
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
	found.accepted("shortAnswer.acceptedVi", *key, key.AcceptedVI)
	found.accepted("shortAnswer.acceptedEn", *key, key.AcceptedEN)
	return found
}

func (f *faults) accepted(path string, key ShortAnswerKey, answers []string) {
	for i, text := range answers {
		letters := text
		if key.Patterns {
			letters = strings.ReplaceAll(text, anyLetters, "")
		}
		if fold(letters, true) == "" || utf8.RuneCountInString(text) > MaxAcceptedLength {
			f.add(fmt.Sprintf("%s[%d]", path, i), "question.accepted", fault.Text{
				VI: fmt.Sprintf("Câu trả lời được chấp nhận phải có chữ hoặc số và không quá %d ký tự.", MaxAcceptedLength),
				EN: fmt.Sprintf("An accepted answer must have a letter or a digit and at most %d characters.", MaxAcceptedLength)})
		}
	}
}

// Score gives all points when the folded answer is among the folded accepted ones.
func (shortAnswer) Score(b Body, _ Layout, a Answer) Points {
	if b.ShortAnswer == nil || !b.ShortAnswer.accepts(a.Text) {
		return 0
	}
	return b.MaxPoints
}

// accepts reports whether a text is an accepted answer.
func (k ShortAnswerKey) accepts(text string) bool {
	given := k.fold(text)
	return given != "" && slices.ContainsFunc(slices.Concat(k.AcceptedVI, k.AcceptedEN), func(accepted string) bool {
		if k.Patterns {
			return fitsPattern(k.fold(accepted), given)
		}
		return k.fold(accepted) == given
	})
}

func (k ShortAnswerKey) fold(text string) string {
	if k.MatchCase {
		return foldSigns(text, k.IgnoreAccents)
	}
	return fold(text, k.IgnoreAccents)
}

// anyLetters stands in a pattern for any letters, or none.
const anyLetters = "*"

// fitsPattern looks for the pieces between the stars from left to right, each as early as it stands; the first
// must begin and the last must end the text. It never goes back, so it cannot run away.
func fitsPattern(pattern, text string) bool {
	pieces := strings.Split(pattern, anyLetters)
	first, last := pieces[0], pieces[len(pieces)-1]
	if len(pieces) == 1 {
		return pattern == text
	}
	if len(text) < len(first)+len(last) || !strings.HasPrefix(text, first) || !strings.HasSuffix(text, last) {
		return false
	}
	text = text[len(first) : len(text)-len(last)]
	for _, piece := range pieces[1 : len(pieces)-1] {
		_, rest, found := strings.Cut(text, piece)
		if !found {
			return false
		}
		text = rest
	}
	return true
}

// Redact shows the stem alone.
func (shortAnswer) Redact(b Body, _ Layout) View { return viewOf(b) }

// RightAnswer is the first accepted answer of each language; dots stand for any letters of a pattern.
func (shortAnswer) RightAnswer(b Body, _ Layout) LocalText {
	if b.ShortAnswer == nil || len(b.ShortAnswer.AcceptedVI) == 0 {
		return LocalText{}
	}
	text := LocalText{VI: b.ShortAnswer.shown(b.ShortAnswer.AcceptedVI[0])}
	if len(b.ShortAnswer.AcceptedEN) > 0 {
		text.EN = b.ShortAnswer.shown(b.ShortAnswer.AcceptedEN[0])
	}
	return text
}

func (k ShortAnswerKey) shown(accepted string) string {
	if k.Patterns {
		return strings.ReplaceAll(accepted, anyLetters, "…")
	}
	return accepted
}

// Review shows what was typed beside the key.
func (k shortAnswer) Review(b Body, l Layout, a Answer) Review {
	return reviewText(a, k.RightAnswer(b, l))
}
