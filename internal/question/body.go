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

// The scoring rules of the type multiple.
const (
	AllOrNothing ScoringRule = "all_or_nothing" // full points for exactly the right set, else none
	Partial      ScoringRule = "partial"        // right minus wrong over the number of right options, never below zero
)

// Option (phương án) is one choice of a single or multiple question. Explain says why it is right
// or wrong and is shown only after the result is released.
type Option struct {
	Text    LocalText `json:"text"`
	Explain LocalText `json:"explain,omitzero"`
	Correct bool      `json:"correct,omitempty"`
}

// NumericKey (đáp án số) is right within Value ± Tolerance. Both are decimals with a point.
type NumericKey struct {
	Value     string    `json:"value"`
	Tolerance string    `json:"tolerance,omitempty"`
	Unit      LocalText `json:"unit,omitzero"`
}

// ShortAnswerKey (đáp án trả lời ngắn) lists the accepted answers. An answer in either language
// is right whatever language the learner reads in.
type ShortAnswerKey struct {
	AcceptedVI    []string `json:"acceptedVi"`
	AcceptedEN    []string `json:"acceptedEn,omitempty"`
	IgnoreAccents bool     `json:"ignoreAccents,omitempty"`
}

// Body (nội dung câu hỏi) is a question in its stored form (JSON), as banks hold it and papers
// freeze it. Stem, Explain and the options' texts are safe HTML fragments. Only the key of its own
// type may be set: Options for single and multiple, Truth for true_false, Numeric and ShortAnswer
// for theirs.
type Body struct {
	Type        Type            `json:"type"`
	MaxPoints   Points          `json:"maxPoints"`
	Stem        LocalText       `json:"stem"`
	Explain     LocalText       `json:"explain,omitzero"`
	Source      LocalText       `json:"source,omitzero"`
	Options     []Option        `json:"options,omitempty"`
	Scoring     ScoringRule     `json:"scoring,omitempty"`
	Truth       *bool           `json:"truth,omitempty"`
	Numeric     *NumericKey     `json:"numeric,omitempty"`
	ShortAnswer *ShortAnswerKey `json:"shortAnswer,omitempty"`
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
