package exchange

import (
	"maps"
	"regexp"
	"slices"
	"strings"
)

// The table of answers at the end of a document: "1.B 2.C 3.A", or a row of numbers above a row of letters.

var (
	keyNumbers = regexp.MustCompile(`^\s*(?:câu(?:\s+hỏi)?|stt|question)?\s*[:\t ]*(\d{1,5}(?:[\s.|]+\d{1,5})*)[\s.|]*$`)
	keyLetters = regexp.MustCompile(`(?i)^\s*(?:đáp\s*án|đ/?a|answer)?\s*[:\t ]*([A-J](?:[\s.|]+[A-J])*)[\s.|]*$`)
	number     = regexp.MustCompile(`\d{1,5}`)
	capital    = regexp.MustCompile(`[A-J]`)
)

// isKeyRow reports whether a line that looks like the start of a question is a row of the table: numbers alone, or a
// number at the given place with its letter.
func isKeyRow(text string, at int) bool {
	first := keyPair.FindStringIndex(text)
	return keyNumbers.MatchString(strings.ToLower(text)) || first != nil && first[0] <= at
}

// readKeyRows notes the answer of each question that the table names.
func (r *writtenReader) readKeyRows() {
	var numbers []string
	for _, row := range r.keyRows {
		if m := keyNumbers.FindStringSubmatch(strings.ToLower(row)); m != nil {
			numbers = number.FindAllString(m[1], -1)
			continue
		}
		if m := keyLetters.FindStringSubmatch(row); m != nil && len(numbers) > 0 {
			for i, letter := range capital.FindAllString(strings.ToUpper(m[1]), len(numbers)) {
				r.answers[numbers[i]] = letter
			}
			numbers = nil
			continue
		}
		for _, m := range keyPair.FindAllStringSubmatch(row, -1) {
			r.answers[m[1]] = m[2]
		}
	}
	known := map[string]bool{}
	for _, q := range r.questions {
		known[q.number] = true
	}
	for _, n := range slices.Sorted(maps.Keys(r.answers)) {
		if !known[n] {
			r.notes.add(reasonOrphanKey.reason(n))
		}
	}
}
