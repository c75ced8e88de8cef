package question

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"taphuan/internal/fault"
)

// Type (loại câu hỏi) names a question type.
type Type string

// The question types.
const (
	Single            Type = "single"              // một lựa chọn
	Multiple          Type = "multiple"            // nhiều lựa chọn
	TrueFalse         Type = "true_false"          // đúng, sai
	Numeric           Type = "numeric"             // trả lời bằng số
	ShortAnswer       Type = "short_answer"        // trả lời ngắn
	Matching          Type = "matching"            // ghép đôi
	Ordering          Type = "ordering"            // sắp xếp
	Cloze             Type = "cloze"               // điền khuyết
	InlineChoice      Type = "inline_choice"       // chọn trong đoạn văn
	Categorize        Type = "categorize"          // phân nhóm
	SingleChoiceTable Type = "single_choice_table" // bảng chọn
	HotspotType       Type = "hotspot"             // chỉ trên hình
	FormulaType       Type = "formula"             // tính theo công thức
	EssayType         Type = "essay"               // tự luận
	FileUpload        Type = "file_upload"         // nộp tệp
	CaseStudy         Type = "case_study"          // tình huống
)

// Kind is what a question type must be able to do. Each method may rely on the common rules that Validate has
// checked before. Answers are in stored form but for Stored, which makes them so; layouts fit the question.
type Kind interface {
	// Validate returns what is wrong with a question of the type.
	Validate(Body) []fault.Field
	// Arrange draws how a paper shows the question.
	Arrange(Body, *rand.Rand) Layout
	// Check returns what makes an answer impossible, beyond the common bounds (see CheckAnswer).
	Check(Body, Answer) []fault.Field
	// Stored turns places on the screen into stored indexes.
	Stored(Body, Layout, Answer) (Answer, error)
	// Score is asked about answers that are not empty. What is outside the bounds is brought back into them.
	Score(Body, Layout, Answer) Points
	// Redact returns what a learner may see while the paper runs.
	Redact(Body, Layout) View
	// Review puts the answer beside the key.
	Review(Body, Layout, Answer) Review
	// RightAnswer is the key in words.
	RightAnswer(Body, Layout) LocalText
}

// kinds lists every question type.
var kinds = map[Type]Kind{
	Single:            single{},
	Multiple:          multiple{},
	TrueFalse:         trueFalse{},
	Numeric:           numeric{},
	ShortAnswer:       shortAnswer{},
	Matching:          matching{},
	Ordering:          ordering{},
	Cloze:             cloze{},
	InlineChoice:      inlineChoice{},
	Categorize:        categorize{},
	SingleChoiceTable: singleChoiceTable{},
	HotspotType:       hotspotKind{},
	FormulaType:       formulaKind{},
	EssayType:         essayKind{},
	FileUpload:        fileUpload{},
	CaseStudy:         caseStudy{},
}

// partsOf says which parts of a body and of an answer belong to a type; see validate.go and answer.go for their names.
var partsOf = map[Type]struct{ body, answer []string }{
	Single:            {[]string{"options", "scoring"}, []string{"choices"}},
	Multiple:          {[]string{"options", "scoring"}, []string{"choices"}},
	TrueFalse:         {[]string{"truth"}, []string{"truth"}},
	Numeric:           {[]string{"numeric"}, []string{"text"}},
	ShortAnswer:       {[]string{"shortAnswer"}, []string{"text"}},
	Matching:          {[]string{"options", "prompts", "scoring"}, []string{"pairs"}},
	Ordering:          {[]string{"options", "scoring"}, []string{"choices"}},
	Cloze:             {[]string{"gaps", "scoring"}, []string{"gaps"}},
	InlineChoice:      {[]string{"gaps", "scoring"}, []string{"gaps"}},
	Categorize:        {[]string{"options", "prompts", "scoring"}, []string{"pairs"}},
	SingleChoiceTable: {[]string{"options", "prompts", "scoring"}, []string{"pairs"}},
	HotspotType:       {[]string{"hotspot", "scoring"}, []string{"picks"}},
	FormulaType:       {[]string{"formula"}, []string{"text"}},
	EssayType:         {[]string{"essay"}, []string{"text"}},
	FileUpload:        {[]string{"upload"}, []string{"files"}},
	CaseStudy:         {[]string{"parts"}, []string{"parts"}},
}

// plain is what most types need not say themselves: nothing is mixed, every answer within the bounds is possible.
type plain struct{}

func (plain) Arrange(Body, *rand.Rand) Layout                       { return Layout{} }
func (plain) Check(Body, Answer) []fault.Field                      { return nil }
func (plain) Stored(_ Body, _ Layout, given Answer) (Answer, error) { return given, nil }

// kindOf returns the rules of a type, or an internal fault: stored bodies were validated.
func kindOf(t Type) (Kind, error) {
	kind, ok := kinds[t]
	if !ok {
		return nil, fault.ErrInternal.Because(fmt.Errorf("question type %q is not registered", t))
	}
	return kind, nil
}

// Score returns the points in hundredths that the answer (in stored form) earns, between -b.Penalty and b.MaxPoints.
// An empty answer earns 0; one that earns nothing costs the penalty. The parts of a case study earn and cost each on
// its own. What people mark earns 0 here (see NeedsMarking). Errors as of Redact.
func Score(b Body, l Layout, a Answer) (Points, error) {
	kind, err := fitting(b, l)
	if err != nil || a.Empty() {
		return 0, err
	}
	points := min(kind.Score(b, l, a), b.MaxPoints)
	if points <= 0 && len(b.Parts) == 0 {
		return -b.Penalty, nil
	}
	return points, nil
}

// NeedsMarking reports whether people must mark the question, or a part of it.
func NeedsMarking(b Body) bool {
	_, byPeople := RubricOf(b)
	return byPeople || slices.ContainsFunc(b.Parts, NeedsMarking)
}

// Redact returns what a learner may see while the paper runs. The error is an internal fault for a type that is not
// registered or a layout that does not fit the question.
func Redact(b Body, l Layout) (View, error) {
	kind, err := fitting(b, l)
	if err != nil {
		return View{}, err
	}
	return kind.Redact(b, l), nil
}

// ReviewOf puts an answer in stored form beside the key, for the result page after its release; errors as of Redact.
func ReviewOf(b Body, l Layout, a Answer) (Review, error) {
	kind, err := fitting(b, l)
	if err != nil {
		return Review{}, err
	}
	review := kind.Review(b, l, a)
	review.Type, review.Stem, review.Explain = b.Type, withValues(b.Stem, l), withValues(b.Explain, l)
	return review, nil
}

func fitting(b Body, l Layout) (Kind, error) {
	kind, err := kindOf(b.Type)
	if err == nil && !l.fits(b) {
		err = fault.ErrInternal.Because(fmt.Errorf("layout %v does not fit a question of type %s", l, b.Type))
	}
	return kind, err
}

// RightAnswer returns the right answer in words, for the result page after its release: the unit
// with a number, every right option joined by "; ", the first accepted short answer. Texts of
// options are HTML, the rest is plain text. Empty for a type that is not registered and for what people mark.
func RightAnswer(b Body, l Layout) LocalText {
	kind, err := kindOf(b.Type)
	if err != nil {
		return LocalText{}
	}
	return kind.RightAnswer(b, l)
}

// HasScoringRule reports whether questions of a type must say by which rule they are scored.
func HasScoringRule(t Type) bool {
	return t != Single && slices.Contains(partsOf[t].body, "scoring")
}

// IsChoice reports whether a question of the type is answered by choosing some of its options.
func IsChoice(t Type) bool { return t == Single || t == Multiple }
