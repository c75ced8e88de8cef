package narration

import (
	"strings"
	"unicode"
)

// sentences splits a text after ". ? ! …" where a space and a capital letter, digit or
// quotation mark follow, so that abbreviations and numbers stay whole.
func sentences(text string) []string {
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
	return strings.ContainsAny(lastRune(strings.TrimRight(word, `"”’)»`)), ".?!…")
}

func startsSentence(word string) bool {
	for _, r := range word {
		return unicode.IsUpper(r) || unicode.IsDigit(r) || strings.ContainsRune(`"“‘(«`, r)
	}
	return false
}

func lastRune(word string) string {
	runes := []rune(word)
	if len(runes) == 0 {
		return ""
	}
	return string(runes[len(runes)-1])
}
