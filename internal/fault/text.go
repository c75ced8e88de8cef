package fault

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Bounds in characters of what people write as a reason, and of the document that a decision rests on.
const (
	ShortestReason  = 3
	LongestReason   = 500
	LongestDocument = 300
)

// CheckText adds what is wrong with a text of a field, which has from shortest to longest characters.
func (e *Error) CheckText(path, text string, shortest, longest int) *Error {
	switch n := utf8.RuneCountInString(text); {
	case text == "" && shortest > 0:
		return e.At(path, "required", TextRequired)
	case n < shortest:
		return e.At(path, "too_short", Text{VI: fmt.Sprintf("Ngắn quá. Hãy ghi ít nhất %d ký tự.", shortest), EN: fmt.Sprintf("This is too short. Write at least %d characters.", shortest)})
	case n > longest:
		return e.At(path, "too_long", Text{VI: fmt.Sprintf("Dài quá. Hãy ghi tối đa %d ký tự.", longest), EN: fmt.Sprintf("This is too long. Write at most %d characters.", longest)})
	case strings.ContainsRune(text, 0):
		return e.At(path, "invalid", TextInvalid)
	}
	return e
}

// CheckReason is CheckText for a reason, which it names: a form may show what is wrong below all its fields.
func (e *Error) CheckReason(path, text string) *Error {
	words := Text{VI: fmt.Sprintf("Hãy ghi lý do, ít nhất %d ký tự.", ShortestReason), EN: fmt.Sprintf("Give a reason of at least %d characters.", ShortestReason)}
	switch n := utf8.RuneCountInString(text); {
	case n == 0:
		return e.At(path, "required", words)
	case n < ShortestReason:
		return e.At(path, "too_short", words)
	}
	return e.CheckText(path, text, ShortestReason, LongestReason)
}

// CheckDocument is CheckText for number and date of a document.
func (e *Error) CheckDocument(path, text string) *Error {
	if text == "" {
		return e.At(path, "required", Text{VI: "Hãy ghi số, ngày của văn bản.", EN: "Write the number and date of the document."})
	}
	return e.CheckText(path, text, ShortestReason, LongestDocument)
}

// OrNil returns the fault when it names a field, nil when nothing is wrong.
func (e *Error) OrNil() error {
	if len(e.Fields) == 0 {
		return nil
	}
	return e
}
