package coursepackage

import (
	"fmt"

	"taphuan/internal/fault"
)

// Problem (lỗi trong gói) is one fault of a package: where it stands, a stable code and what to do
// about it. Line 0 means the file as a whole.
type Problem struct {
	File string
	Line int
	Code string
	Text fault.Text
}

// In writes the problem as one line ("courses/an1/course.yaml:12: ...") in the given language.
func (p Problem) In(locale string) string {
	if p.Line == 0 {
		return fmt.Sprintf("%s: %s", p.File, p.Text.In(locale))
	}
	return fmt.Sprintf("%s:%d: %s", p.File, p.Line, p.Text.In(locale))
}

// maxProblems bounds how many problems are collected; the last one then says so.
const maxProblems = 200

// problems collects what is wrong.
type problems []Problem

// add records a problem with a text from messages.
func (p *problems) add(file string, line int, code string, args ...any) {
	p.addText(file, line, code, message(code, args...))
}

func (p *problems) addText(file string, line int, code string, text fault.Text) {
	switch {
	case len(*p) < maxProblems:
		*p = append(*p, Problem{File: file, Line: line, Code: code, Text: text})
	case len(*p) == maxProblems:
		*p = append(*p, Problem{File: file, Code: "package.too_many_problems", Text: message("package.too_many_problems", maxProblems)})
	}
}

// message fills a text of the table; quoted arguments are cut to a readable length.
func message(code string, args ...any) fault.Text {
	text, ok := messages[code]
	if !ok {
		panic("coursepackage: no message for " + code)
	}
	for i, a := range args {
		if s, ok := a.(string); ok {
			args[i] = shorten(s)
		}
	}
	if len(args) == 0 {
		return text
	}
	return fault.Text{VI: fmt.Sprintf(text.VI, args...), EN: fmt.Sprintf(text.EN, args...)}
}

func shorten(s string) string {
	const limit = 80
	if runes := []rune(s); len(runes) > limit {
		return string(runes[:limit]) + "…"
	}
	return s
}
