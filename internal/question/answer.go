package question

import (
	"fmt"
	"slices"
	"unicode/utf8"

	"taphuan/internal/fault"
)

// Bounds of an answer: a text in characters, the stored document in bytes. An essay has bounds of its own.
const (
	MaxAnswerLength = 500
	maxAnswerBytes  = 8192
	maxEssayBytes   = 6*MaxEssayLength + maxAnswerBytes // JSON may write a character in six bytes
)

// Answer (câu trả lời) is what a learner gave, as it is stored. As it was given, indexes are places on the screen;
// in stored form they are stored indexes (see Stored).
type Answer struct {
	Choices []int       `json:"choices,omitempty"` // single, multiple: options; ordering: every option, in the learner's order
	Truth   *bool       `json:"truth,omitempty"`   // true_false
	Text    string      `json:"text,omitempty"`    // numeric, short_answer, formula, essay
	Pairs   []int       `json:"pairs,omitempty"`   // types with prompts: the option of each prompt, -1 for none
	Gaps    []GapAnswer `json:"gaps,omitempty"`    // types with gaps: what stands in each
	Picks   []Pick      `json:"picks,omitempty"`   // hotspot
	Files   []File      `json:"files,omitempty"`   // file_upload
	Parts   []Answer    `json:"parts,omitempty"`   // case_study: the answer to each part
}

// GapAnswer is what stands in a gap: an option or a text; nothing when it was left.
type GapAnswer struct {
	Choice *int   `json:"choice,omitempty"`
	Text   string `json:"text,omitempty"`
}

// Pick is a place of an image, in ten thousandths of its width and height.
type Pick struct {
	X int `json:"x"`
	Y int `json:"y"`
}

// PickScale is the width, and the height, of an image in the units of Pick.
const PickScale = 10_000

// File is a file that was handed in. ID is that of the stored file.
type File struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Size int64  `json:"size"`
}

// Empty reports whether nothing was answered.
func (a Answer) Empty() bool {
	return len(a.Choices) == 0 && a.Truth == nil && a.Text == "" && len(a.Picks) == 0 && len(a.Files) == 0 &&
		!slices.ContainsFunc(a.Pairs, func(option int) bool { return option >= 0 }) &&
		!slices.ContainsFunc(a.Gaps, func(g GapAnswer) bool { return g.Choice != nil || g.Text != "" }) &&
		!slices.ContainsFunc(a.Parts, func(part Answer) bool { return !part.Empty() })
}

var textAnswerSize = fault.Text{
	VI: "Câu trả lời không khớp với câu hỏi. Hãy tải lại trang.",
	EN: "The answer does not fit the question. Reload the page."}

var textChoiceUnknown = fault.Text{
	VI: "Lựa chọn này không có trong câu hỏi. Hãy tải lại trang.",
	EN: "This choice is not in the question. Reload the page."}

// ParseAnswer reads a stored answer to the question. It refuses more than 8 KiB (of an essay 125 KiB, of a case study
// what its parts have together), unknown keys and whatever CheckAnswer refuses, with fault.ErrInvalid or fault.ErrTooLarge.
func ParseAnswer(b Body, data []byte) (Answer, error) {
	if len(data) > answerBytes(b) {
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

func answerBytes(b Body) int {
	if b.Type == EssayType {
		return maxEssayBytes
	}
	bytes := maxAnswerBytes
	for _, part := range b.Parts {
		bytes += answerBytes(part)
	}
	return bytes
}

// CheckAnswer returns what makes an answer, as given or stored, impossible for the question: a text over
// MaxAnswerLength (of an essay MaxEssayLength), choices twice or out of range, several choices for one, a part that
// the type does not have. An answer that is only wrong or not understood is possible. Empty answers are.
func CheckAnswer(b Body, a Answer) []fault.Field {
	var found faults
	for _, part := range a.present() {
		if !slices.Contains(partsOf[b.Type].answer, part) {
			found.add(part, "answer.foreign_part", fault.TextUnknown)
		}
	}
	found.answerText("text", a.Text, textLimit(b.Type))
	for i, f := range a.Files {
		found.answerText(fmt.Sprintf("files[%d].name", i), f.Name, MaxAnswerLength)
	}
	if kind, ok := kinds[b.Type]; ok && len(found) == 0 {
		found = append(found, kind.Check(b, a)...)
	}
	return found
}

func textLimit(t Type) int {
	if t == EssayType {
		return MaxEssayLength
	}
	return MaxAnswerLength
}

// present names the parts that an answer has.
func (a Answer) present() []string {
	var parts []string
	for _, p := range []struct {
		name string
		has  bool
	}{{"choices", len(a.Choices) > 0}, {"truth", a.Truth != nil}, {"text", a.Text != ""}, {"pairs", len(a.Pairs) > 0}, {"gaps", len(a.Gaps) > 0},
		{"picks", len(a.Picks) > 0}, {"files", len(a.Files) > 0}, {"parts", len(a.Parts) > 0}} {
		if p.has {
			parts = append(parts, p.name)
		}
	}
	return parts
}

func (f *faults) answerText(path, text string, limit int) {
	if !utf8.ValidString(text) || slices.Contains([]byte(text), 0) {
		f.add(path, "answer.text", fault.TextInvalid)
	}
	if utf8.RuneCountInString(text) > limit {
		f.add(path, "answer.text_too_long", fault.Text{
			VI: fmt.Sprintf("Câu trả lời dài nhất %d ký tự.", limit),
			EN: fmt.Sprintf("An answer has at most %d characters.", limit)})
	}
}

// choices refuses options that are not there or stand twice.
func (f *faults) choices(b Body, choices []int) {
	seen := make([]bool, len(b.Options))
	for _, c := range choices {
		if c < 0 || c >= len(b.Options) || seen[c] {
			f.add("choices", "answer.choice_unknown", textChoiceUnknown)
			return
		}
		seen[c] = true
	}
}
