package question

import (
	"fmt"
	"unicode/utf8"

	"taphuan/internal/fault"
)

// Bounds of an answer: the text in characters, the stored document in bytes.
const (
	MaxAnswerLength = 500
	maxAnswerBytes  = 8192
)

// Answer (câu trả lời) is what a learner gave, as it is stored. Choices are stored indexes of
// options (see Stored); Truth belongs to true_false; Text to numeric and short_answer.
type Answer struct {
	Choices []int  `json:"choices,omitempty"`
	Truth   *bool  `json:"truth,omitempty"`
	Text    string `json:"text,omitempty"`
}

// Empty reports whether nothing was answered.
func (a Answer) Empty() bool { return len(a.Choices) == 0 && a.Truth == nil && a.Text == "" }

var textChoiceUnknown = fault.Text{
	VI: "Lựa chọn này không có trong câu hỏi. Hãy tải lại trang.",
	EN: "This choice is not in the question. Reload the page."}

// ParseAnswer reads a stored answer to the question. It refuses more than 8 KiB, unknown keys and
// whatever CheckAnswer refuses, with fault.ErrInvalid or fault.ErrTooLarge.
func ParseAnswer(b Body, data []byte) (Answer, error) {
	if len(data) > maxAnswerBytes {
		return Answer{}, fault.ErrTooLarge
	}
	var a Answer
	if err := decodeStrict(data, &a); err != nil {
		return Answer{}, fault.ErrInvalid.Because(err)
	}
	if err := asFault(CheckAnswer(b, a)); err != nil {
		return Answer{}, err
	}
	return a, nil
}

// CheckAnswer returns what makes an answer impossible for the question: a text over
// MaxAnswerLength, choices twice or out of range, several choices for one, a part that the type
// does not have. An answer that is only wrong or not understood is possible. Empty answers are.
func CheckAnswer(b Body, a Answer) []fault.Field {
	var found faults
	choice := b.Type == Single || b.Type == Multiple
	text := b.Type == Numeric || b.Type == ShortAnswer
	if len(a.Choices) > 0 && !choice {
		found.add("choices", "answer.foreign_part", fault.TextUnknown)
	}
	if a.Truth != nil && b.Type != TrueFalse {
		found.add("truth", "answer.foreign_part", fault.TextUnknown)
	}
	if a.Text != "" && !text {
		found.add("text", "answer.foreign_part", fault.TextUnknown)
	}
	if !utf8.ValidString(a.Text) {
		found.add("text", "answer.text", fault.TextInvalid)
	}
	if utf8.RuneCountInString(a.Text) > MaxAnswerLength {
		found.add("text", "answer.text_too_long", fault.Text{
			VI: fmt.Sprintf("Câu trả lời dài nhất %d ký tự.", MaxAnswerLength),
			EN: fmt.Sprintf("An answer has at most %d characters.", MaxAnswerLength)})
	}
	if choice {
		found.choices(b, a.Choices)
	}
	return found
}

func (f *faults) choices(b Body, choices []int) {
	if b.Type == Single && len(choices) > 1 {
		f.add("choices", "answer.one_choice", fault.Text{
			VI: "Chỉ chọn một phương án.", EN: "Choose one option only."})
	}
	seen := make([]bool, len(b.Options))
	for _, c := range choices {
		if c < 0 || c >= len(b.Options) || seen[c] {
			f.add("choices", "answer.choice_unknown", textChoiceUnknown)
			return
		}
		seen[c] = true
	}
}
