package question

import (
	"fmt"

	"taphuan/internal/fault"
)

// Type (loại câu hỏi) names a question type.
type Type string

// The question types.
const (
	Single      Type = "single"       // một lựa chọn
	Multiple    Type = "multiple"     // nhiều lựa chọn
	TrueFalse   Type = "true_false"   // đúng, sai
	Numeric     Type = "numeric"      // trả lời bằng số
	ShortAnswer Type = "short_answer" // trả lời ngắn
)

// Kind is what a question type must be able to do. Each method may rely on the common rules that
// Validate has checked before; Score is only asked about answers that are not empty.
type Kind interface {
	Validate(Body) []fault.Field
	Score(Body, Answer) Points
	Redact(b Body, order []int) View
	RightAnswer(Body) LocalText
}

// kinds lists every question type.
var kinds = map[Type]Kind{
	Single:      single{},
	Multiple:    multiple{},
	TrueFalse:   trueFalse{},
	Numeric:     numeric{},
	ShortAnswer: shortAnswer{},
}

// View (phần người học được thấy) is a question without key, points and explanations. Options
// stand in the order of the paper; Unit belongs to numeric questions.
type View struct {
	Type    Type
	Stem    LocalText
	Options []LocalText
	Unit    LocalText
}

// kindOf returns the rules of a type, or an internal fault: stored bodies were validated.
func kindOf(t Type) (Kind, error) {
	kind, ok := kinds[t]
	if !ok {
		return nil, fault.ErrInternal.Because(fmt.Errorf("question type %q is not registered", t))
	}
	return kind, nil
}

// Score returns the points in hundredths that the answer earns, between 0 and b.MaxPoints.
// An empty answer earns 0. The error is an internal fault for a type that is not registered.
func Score(b Body, a Answer) (Points, error) {
	kind, err := kindOf(b.Type)
	if err != nil || a.Empty() {
		return 0, err
	}
	return min(max(kind.Score(b, a), 0), b.MaxPoints), nil
}

// Redact returns what a learner may see while the paper runs. Order is the paper's order of the
// options (see Order); nil keeps the stored order. The error is an internal fault for a type that
// is not registered or an order that does not fit the options.
func Redact(b Body, order []int) (View, error) {
	kind, err := kindOf(b.Type)
	if err != nil {
		return View{}, err
	}
	if order != nil && !isOrder(order, len(b.Options)) {
		return View{}, fault.ErrInternal.Because(fmt.Errorf("order %v does not fit %d options", order, len(b.Options)))
	}
	return kind.Redact(b, order), nil
}

// RightAnswer returns the right answer in words, for the result page after its release: the unit
// with a number, every right option joined by "; ", the first accepted short answer. Texts of
// options are HTML, the rest is plain text. Empty for a type that is not registered.
func RightAnswer(b Body) LocalText {
	kind, err := kindOf(b.Type)
	if err != nil {
		return LocalText{}
	}
	return kind.RightAnswer(b)
}

// viewOf shows what all types show.
func viewOf(b Body) View { return View{Type: b.Type, Stem: b.Stem} }
