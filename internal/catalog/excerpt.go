package catalog

import (
	"strings"
	"unicode"

	"taphuan/internal/vietnamese"
)

// Span is a piece of an excerpt; the marked ones hold the words that were looked for.
type Span struct {
	Text   string
	Marked bool
}

// Excerpts keep at most this many letters before and after the words that were looked for.
const (
	excerptBefore = 60
	excerptAfter  = 120
)

// excerpt cuts a text around the words of a query and marks them, accents folded; written exactly as
// asked goes first. Nil when the text does not hold them.
func excerpt(text, query string) []Span {
	letters := []rune(vietnamese.Normalize(text))
	folded, origin := foldLetters(letters)
	key := []rune(vietnamese.Fold(query))
	found := atWords(folded, indexAll(folded, key))
	if len(key) == 0 || len(found) == 0 {
		return nil
	}
	first := origin[found[0]]
	for _, at := range found {
		from, to := origin[at], origin[at+len(key)-1]+1
		if strings.EqualFold(string(letters[from:to]), vietnamese.Normalize(query)) {
			first = from
			break
		}
	}
	start, end := wordsAround(letters, first-excerptBefore, first+len(key)+excerptAfter)
	spans := mark(letters, start, end, found, origin, len(key))
	if start > 0 {
		spans = append([]Span{{Text: "… "}}, spans...)
	}
	if end < len(letters) {
		spans = append(spans, Span{Text: " …"})
	}
	return joined(spans)
}

// foldLetters folds letter by letter; origin tells which letter each folded one comes from.
func foldLetters(letters []rune) (folded []rune, origin []int) {
	for i, letter := range letters {
		if letter == ' ' { // Fold would drop it
			folded, origin = append(folded, ' '), append(origin, i)
			continue
		}
		for _, r := range vietnamese.Fold(string(letter)) {
			folded, origin = append(folded, r), append(origin, i)
		}
	}
	return folded, origin
}

// indexAll returns where key begins in text, without overlaps.
func indexAll(text, key []rune) []int {
	var found []int
	for at := 0; len(key) > 0 && at+len(key) <= len(text); {
		if string(text[at:at+len(key)]) != string(key) {
			at++
			continue
		}
		found = append(found, at)
		at += len(key)
	}
	return found
}

// atWords keeps the places where a word begins, when there are any: "an" is meant in "an toàn", not in "bàn".
func atWords(text []rune, found []int) []int {
	var begin []int
	for _, at := range found {
		if at == 0 || !unicode.IsLetter(text[at-1]) {
			begin = append(begin, at)
		}
	}
	if len(begin) == 0 {
		return found
	}
	return begin
}

// wordsAround moves the bounds of a cut inward to whole words.
func wordsAround(letters []rune, start, end int) (from, to int) {
	from, to = max(start, 0), min(end, len(letters))
	for from > 0 && from < len(letters) && !unicode.IsSpace(letters[from-1]) && from < start+excerptBefore {
		from++
	}
	for to < len(letters) && !unicode.IsSpace(letters[to]) && to > end-excerptAfter {
		to--
	}
	return from, to
}

// mark cuts letters[start:end] where the found words begin and end.
func mark(letters []rune, start, end int, found, origin []int, length int) []Span {
	var spans []Span
	at := start
	for _, hit := range found {
		from, to := origin[hit], origin[hit+length-1]+1
		if from < at || to > end {
			continue
		}
		spans = append(spans, Span{Text: string(letters[at:from])}, Span{Text: string(letters[from:to]), Marked: true})
		at = to
	}
	return append(spans, Span{Text: string(letters[at:end])})
}

// joined drops empty spans and joins neighbors of a kind.
func joined(spans []Span) []Span {
	var kept []Span
	for _, s := range spans {
		switch last := len(kept) - 1; {
		case s.Text == "":
		case last >= 0 && kept[last].Marked == s.Marked:
			kept[last].Text += s.Text
		default:
			kept = append(kept, s)
		}
	}
	return kept
}
