package question

import (
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"taphuan/internal/fault"
)

// Bounds of a question. Texts are counted in characters of their HTML.
const (
	MaxStemLength    = 8000
	MaxExplainLength = 8000
	MaxOptionLength  = 2000
	MaxOptions       = 10
	MaxPointsBound   = Points(10_000)
)

// Validate returns every fault of the question, each with the path of its field ("options[2].text.vi")
// and a cure in both languages; none means that the question can be stored, scored and shown.
func Validate(b Body) []fault.Field {
	kind, ok := kinds[b.Type]
	if !ok {
		names := typeNames(slices.Sorted(maps.Keys(kinds)))
		return []fault.Field{field("type", "question.unknown_type", fault.Text{
			VI: "Loại câu hỏi phải là một trong: " + names + ".",
			EN: "The type must be one of: " + names + "."})}
	}
	var found faults
	if b.MaxPoints < 1 || b.MaxPoints > MaxPointsBound {
		found.add("maxPoints", "question.points", fault.Text{
			VI: "Điểm viết theo phần trăm của một điểm, từ 1 đến 10000 (100 là một điểm).",
			EN: "Points must be 1 to 10000 hundredths (100 is one point)."})
	}
	found.text("stem", b.Stem, MaxStemLength, true)
	found.text("explain", b.Explain, MaxExplainLength, false)
	found.text("source", b.Source, MaxExplainLength, false)
	if b.Penalty < 0 || b.Penalty > b.MaxPoints {
		found.add("penalty", "question.penalty", fault.Text{
			VI: "Điểm trừ viết theo phần trăm của một điểm, không âm và không quá điểm của câu.",
			EN: "The penalty is in hundredths of a point, not below zero and not above the question's points."})
	}
	found = append(found, foreignParts(b)...)
	return append(found, kind.Validate(b)...)
}

func typeNames(types []Type) string {
	names := make([]string, len(types))
	for i, t := range types {
		names[i] = string(t)
	}
	return strings.Join(names, ", ")
}

// faults collects what is wrong with a question.
type faults []fault.Field

func field(path, code string, text fault.Text) fault.Field {
	return fault.Field{Path: path, Code: code, Text: text}
}

func (f *faults) add(path, code string, text fault.Text) {
	*f = append(*f, field(path, code, text))
}

// under adds what is wrong with a gap or part, whose fields lie below path.
func (f *faults) under(path string, inner []fault.Field) {
	for _, field := range inner {
		f.add(path+field.Path, field.Code, field.Text)
	}
}

// text checks one bilingual text: Vietnamese where required, both within the limit.
func (f *faults) text(path string, t LocalText, limit int, required bool) {
	if required && strings.TrimSpace(t.VI) == "" {
		f.add(path+".vi", "question.text_required", fault.TextRequired)
	}
	if utf8.RuneCountInString(t.VI) > limit {
		f.add(path+".vi", "question.text_too_long", fault.TextTooLong)
	}
	if utf8.RuneCountInString(t.EN) > limit {
		f.add(path+".en", "question.text_too_long", fault.TextTooLong)
	}
}

var textForeignKey = fault.Text{
	VI: "Mục này không dùng cho loại câu hỏi đã chọn; hãy bỏ đi.",
	EN: "This does not belong to the chosen type; remove it."}

// foreignParts refuses what belongs to another type.
func foreignParts(b Body) []fault.Field {
	var found faults
	for _, part := range b.present() {
		if !slices.Contains(partsOf[b.Type].body, part) {
			found.add(part, "question.foreign_key", textForeignKey)
		}
	}
	return found
}

// present names the parts that a body has beside those of every type.
func (b Body) present() []string {
	var parts []string
	for _, p := range []struct {
		name string
		has  bool
	}{{"options", len(b.Options) > 0}, {"scoring", b.Scoring != ""}, {"truth", b.Truth != nil}, {"numeric", b.Numeric != nil},
		{"shortAnswer", b.ShortAnswer != nil}, {"prompts", len(b.Prompts) > 0}, {"gaps", len(b.Gaps) > 0}, {"hotspot", b.Hotspot != nil},
		{"formula", b.Formula != nil}, {"essay", b.Essay != nil}, {"upload", b.Upload != nil}, {"parts", len(b.Parts) > 0}} {
		if p.has {
			parts = append(parts, p.name)
		}
	}
	return parts
}
