package caption

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// abbreviations end in a period that ends no sentence, in lower case.
var abbreviations = map[string]bool{
	"tp.": true, "ts.": true, "ths.": true, "pgs.": true, "gs.": true, "bs.": true, "ks.": true, "cn.": true, "đ/c.": true, "đc.": true,
	"q.": true, "p.": true, "tx.": true, "tt.": true, "h.": true, "t.": true, "tr.": true, "vd.": true, "v.v.": true, "vv.": true, "số.": true,
	"tm.": true, "kt.": true, "tl.": true, "tuq.": true, "nxb.": true, "st.": true,
	"mr.": true, "mrs.": true, "ms.": true, "dr.": true, "prof.": true, "no.": true, "vs.": true, "e.g.": true, "i.e.": true, "etc.": true,
}

// Sentences splits a text after ". ? ! …" where a space and a capital letter, digit or quotation mark follow, so
// that numbers ("1.000") and addresses stay whole, and never after an abbreviation ("TP. Quảng Ngãi").
func Sentences(text string) []string {
	words := strings.Fields(text)
	var out []string
	start := 0
	for i, word := range words {
		last := i == len(words)-1
		if last || (endsSentence(word) && startsSentence(words[i+1])) {
			out = append(out, strings.Join(words[start:i+1], " "))
			start = i + 1
		}
	}
	return out
}

func endsSentence(word string) bool {
	bare := strings.TrimRight(word, `"”’)»]`)
	return strings.ContainsAny(lastRune(bare), ".?!…") && !abbreviations[strings.ToLower(strings.TrimLeft(bare, `"“‘(«[`))]
}

func startsSentence(word string) bool {
	for _, r := range word {
		return unicode.IsUpper(r) || unicode.IsDigit(r) || strings.ContainsRune(`"“‘(«[-–`, r)
	}
	return false
}

func lastRune(word string) string {
	r, size := utf8.DecodeLastRuneInString(word)
	if size == 0 {
		return ""
	}
	return string(r)
}

// Split cuts a text into parts that each fit the lines of one cue, near the middle and, where possible, after a
// comma or the like. A word that is longer than a line stays whole.
func Split(text string) []string {
	words := strings.Fields(text)
	if len(words) < 2 || Lines(text) != nil {
		return []string{strings.Join(words, " ")}
	}
	cut := bestCut(words, len(text), MaxLine)
	return append(Split(strings.Join(words[:cut], " ")), Split(strings.Join(words[cut:], " "))...)
}

// Lines breaks a text into one or two lines, nearly equal; nil when it does not fit.
func Lines(text string) []string {
	if utf8.RuneCountInString(text) <= MaxLine {
		return []string{text}
	}
	words := strings.Fields(text)
	cut := bestCut(words, MaxLine, MaxLine/3)
	if cut == 0 {
		return nil
	}
	return []string{strings.Join(words[:cut], " "), strings.Join(words[cut:], " ")}
}

// fit breaks a part of Split into lines; one that is too long for them stays one line.
func fit(part string) string {
	if lines := Lines(part); lines != nil {
		return strings.Join(lines, "\n")
	}
	return part
}

// linkWords begin a new part of a sentence: a line breaks well before them.
var linkWords = map[string]bool{
	"và": true, "hoặc": true, "hay": true, "nhưng": true, "rồi": true, "thì": true, "mà": true, "để": true, "ở": true,
	"của": true, "với": true, "khi": true, "trong": true, "là": true, "bằng": true, "cho": true, "không": true, "vì": true,
	"and": true, "or": true, "but": true, "to": true, "at": true, "of": true, "that": true, "with": true, "in": true,
	"on": true, "for": true, "from": true, "before": true, "after": true, "when": true, "if": true, "the": true, "a": true,
}

// bestCut returns how many words stand before the most even cut that leaves both sides at most
// limit characters long, or 0 when there is none. A cut after a comma may be uneven by bonus
// characters, one before a link word by half of that.
func bestCut(words []string, limit, bonus int) int {
	total := utf8.RuneCountInString(strings.Join(words, " "))
	best, bestCost, before := 0, 1<<30, -1
	for i, word := range words[:max(0, len(words)-1)] {
		before += 1 + utf8.RuneCountInString(word)
		after := total - before - 1
		cost := max(before-after, after-before)
		switch {
		case before > limit || after > limit:
			continue
		case strings.ContainsAny(lastRune(word), ",;:–"):
			cost -= bonus
		case linkWords[words[i+1]]:
			cost -= bonus / 2
		}
		if cost < bestCost {
			best, bestCost = i+1, cost
		}
	}
	return best
}
