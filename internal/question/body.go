package question

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"

	"taphuan/internal/fault"
)

// Points (điểm) are integer hundredths of a point: 100 is one point.
type Points int

// LocalText (văn bản song ngữ) is one text in Vietnamese and, where it exists, in English.
type LocalText struct {
	VI string `json:"vi"`
	EN string `json:"en,omitempty"`
}

// In returns the text in the given language; Vietnamese when there is no English.
func (t LocalText) In(locale string) string {
	if locale == "en" && t.EN != "" {
		return t.EN
	}
	return t.VI
}

// ScoringRule (cách chấm) says how a question with several right options is scored.
type ScoringRule string

// The scoring rules. Every type with several answers in one knows all_or_nothing and partial; what partial counts is
// said at the type. The others belong to multiple.
const (
	AllOrNothing ScoringRule = "all_or_nothing" // full points for exactly the right answer, else none
	Partial      ScoringRule = "partial"        // multiple: right minus wrong over the number of right options, never below zero
	PerOption    ScoringRule = "per_option"     // the share of options that were rightly chosen or rightly left
	Weighted     ScoringRule = "weighted"       // the sum of the chosen options' weights
)

// Option (phương án) is one choice of a single or multiple question. Explain says why it is right
// or wrong and is shown only after the result is released.
// Weight is what choosing it earns by the rule weighted, in hundredths of a percent of the points (10000: all of
// them, below zero: it costs).
type Option struct {
	Text    LocalText `json:"text"`
	Explain LocalText `json:"explain,omitzero"`
	Correct bool      `json:"correct,omitempty"`
	Weight  int       `json:"weight,omitempty"`
}

// Prompt (vế cần ghép, hàng của bảng, mục cần xếp nhóm) is what an option is to be found for. Match is the stored
// index of its option.
type Prompt struct {
	Text    LocalText `json:"text"`
	Explain LocalText `json:"explain,omitzero"`
	Match   int       `json:"match"`
}

// Gap (chỗ trống) is a gap in the stem, where "[[1]]" stands for the first: its type is single (a list to choose
// from), numeric or short_answer, with the key of that type. Gaps weigh the same.
type Gap struct {
	Type        Type            `json:"type"`
	Explain     LocalText       `json:"explain,omitzero"`
	Options     []Option        `json:"options,omitempty"`
	Numeric     *NumericKey     `json:"numeric,omitempty"`
	ShortAnswer *ShortAnswerKey `json:"shortAnswer,omitempty"`
}

// Image (hình) is the picture of a hotspot question. Width and Height are its pixels; File is the id of a stored
// file. Alt says what is to be seen without giving the answer away.
type Image struct {
	File   string    `json:"file"`
	Width  int       `json:"width"`
	Height int       `json:"height"`
	Alt    LocalText `json:"alt"`
}

// Shape names the form of a region.
type Shape string

// The shapes of regions, as QTI and HTML name them.
const (
	Rectangle Shape = "rect"   // left, top, right, bottom
	Circle    Shape = "circle" // center x, center y, radius
	Polygon   Shape = "poly"   // x, y of each corner
)

// Region (vùng) is an area of an image, in pixels of the image.
type Region struct {
	Shape   Shape     `json:"shape"`
	Coords  []int     `json:"coords"`
	Label   LocalText `json:"label"` // what is there, for the result page
	Explain LocalText `json:"explain,omitzero"`
	Correct bool      `json:"correct,omitempty"`
}

// Hotspot (điểm trên hình) asks to point at places of an image; at most Picks of them, as many as there are right
// regions when it is 0.
type Hotspot struct {
	Image   Image    `json:"image"`
	Regions []Region `json:"regions"`
	Picks   int      `json:"picks,omitempty"`
}

// Variable (biến số) takes values from Min to Max in steps of Step, all decimals with a point. The stem shows it
// where "{name}" stands.
type Variable struct {
	Name string `json:"name"`
	Min  string `json:"min"`
	Max  string `json:"max"`
	Step string `json:"step"`
}

// Formula (công thức) computes the right number of a question from values that each paper draws. The result is
// rounded to Decimals; Tolerance is absolute.
type Formula struct {
	Expression string     `json:"expression"`
	Variables  []Variable `json:"variables"`
	Decimals   int        `json:"decimals"`
	Tolerance  string     `json:"tolerance,omitempty"`
	Unit       LocalText  `json:"unit,omitzero"`
}

// Rubric (thang chấm) says how people mark an answer: each criterion gets one of its levels. The best levels add up
// to the question's points.
type Rubric struct {
	Criteria []Criterion `json:"criteria"`
	Shown    bool        `json:"shown,omitempty"` // the learner reads criteria and levels, without points, while writing
}

// Criterion (tiêu chí) is one line of a rubric. Key is stable.
type Criterion struct {
	Key    string    `json:"key"`
	Text   LocalText `json:"text"`
	Levels []Level   `json:"levels"`
}

// Level (mức đạt) of a criterion.
type Level struct {
	Text   LocalText `json:"text"`
	Points Points    `json:"points"`
}

// Essay (tự luận) bounds the text; 0 is no bound of the author's.
type Essay struct {
	MinWords int    `json:"minWords,omitempty"`
	MaxWords int    `json:"maxWords,omitempty"`
	Rubric   Rubric `json:"rubric"`
}

// Upload (nộp tệp) bounds the files. Accept holds kinds of file: "pdf", "docx", "xlsx", "pptx", "image", "text".
type Upload struct {
	Accept   []string `json:"accept"`
	MaxFiles int      `json:"maxFiles"`
	MaxBytes int64    `json:"maxBytes"`
	Rubric   Rubric   `json:"rubric"`
}

// NumericKey (đáp án số) is right within Value ± Tolerance. Both are decimals with a point; Relative makes the
// tolerance a share of the value. Unit stands beside the field. OtherUnits may be typed behind the number instead.
type NumericKey struct {
	Value      string      `json:"value"`
	Tolerance  string      `json:"tolerance,omitempty"`
	Relative   bool        `json:"relative,omitempty"`
	Unit       LocalText   `json:"unit,omitzero"`
	OtherUnits []OtherUnit `json:"otherUnits,omitempty"`
}

// OtherUnit is a unit that may be typed: Factor of the question's unit make one of it ("1000" for kg where the
// question asks for g).
type OtherUnit struct {
	Unit   LocalText `json:"unit"`
	Factor string    `json:"factor"`
}

// ShortAnswerKey (đáp án trả lời ngắn) lists the accepted answers. An answer in either language
// is right whatever language the learner reads in. Patterns makes "*" stand for any letters.
type ShortAnswerKey struct {
	AcceptedVI    []string `json:"acceptedVi"`
	AcceptedEN    []string `json:"acceptedEn,omitempty"`
	IgnoreAccents bool     `json:"ignoreAccents,omitempty"`
	MatchCase     bool     `json:"matchCase,omitempty"`
	Patterns      bool     `json:"patterns,omitempty"`
}

// Body (nội dung câu hỏi) is a question in its stored form (JSON), as banks hold it and papers
// freeze it. Stem, Explain and the texts of options and prompts are safe HTML fragments. Only what its own type uses
// may be set: see partsOf. Penalty is what an answer costs that earns nothing; 0 is none.
type Body struct {
	Type        Type            `json:"type"`
	MaxPoints   Points          `json:"maxPoints"`
	Penalty     Points          `json:"penalty,omitempty"`
	Stem        LocalText       `json:"stem"`
	Explain     LocalText       `json:"explain,omitzero"`
	Source      LocalText       `json:"source,omitzero"`
	Options     []Option        `json:"options,omitempty"`
	Scoring     ScoringRule     `json:"scoring,omitempty"`
	Truth       *bool           `json:"truth,omitempty"`
	Numeric     *NumericKey     `json:"numeric,omitempty"`
	ShortAnswer *ShortAnswerKey `json:"shortAnswer,omitempty"`
	Prompts     []Prompt        `json:"prompts,omitempty"`
	Gaps        []Gap           `json:"gaps,omitempty"`
	Hotspot     *Hotspot        `json:"hotspot,omitempty"`
	Formula     *Formula        `json:"formula,omitempty"`
	Essay       *Essay          `json:"essay,omitempty"`
	Upload      *Upload         `json:"upload,omitempty"`
	Parts       []Body          `json:"parts,omitempty"` // the questions of a case study
}

// ParseBody reads a stored question. It refuses unknown keys, an unknown type and every body that
// Validate refuses; the fault names the fields.
func ParseBody(data []byte) (Body, error) {
	var b Body
	if err := decodeStrict(data, &b); err != nil {
		return Body{}, fault.ErrInvalid.Because(err)
	}
	return b, asFault(Validate(b))
}

// decodeStrict reads exactly one JSON value and refuses keys that target does not know.
func decodeStrict(data []byte, target any) error {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(target); err != nil {
		return err
	}
	if _, err := decoder.Token(); err != io.EOF {
		return errors.New("more than one JSON value")
	}
	return nil
}

func asFault(fields []fault.Field) error {
	if len(fields) == 0 {
		return nil
	}
	invalid := fault.ErrInvalid
	for _, f := range fields {
		invalid = invalid.At(f.Path, f.Code, f.Text)
	}
	return invalid
}

// Files lists the stored files that a question and its parts show.
func Files(b Body) []string {
	var files []string
	if b.Hotspot != nil {
		files = append(files, b.Hotspot.Image.File)
	}
	for _, part := range b.Parts {
		files = append(files, Files(part)...)
	}
	return files
}
