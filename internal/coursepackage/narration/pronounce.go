package narration

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// A reading turns one written form into Vietnamese words. Readings run in this order.
type reading struct {
	form *regexp.Regexp
	say  func(groups []string) string
}

var readings = []reading{
	{regexp.MustCompile(`(?:https?://)?((?:[a-zA-Z0-9-]+\.)+(?:vn|com|org|example|invalid))(/\S*[\pL\d])?`), sayAddress},
	{regexp.MustCompile(`((?:\+84|1[89]00|0\d)[\d .]{3,11}\d)`), sayPhone},
	{regexp.MustCompile(`(\d{1,2})/(\d{1,2})/(\d{4})`), sayDate},
	{regexp.MustCompile(`([Nn]gày )(\d{1,2})/(\d{1,2})`), sayDayAndMonth},
	{regexp.MustCompile(`(\d{1,2})(?:h|:|g)(\d{2})?`), sayTime},
	{regexp.MustCompile(`(\d+)\s?[-–]\s?(\d+)`), func(g []string) string { return g[1] + " đến " + g[2] }},
	{regexp.MustCompile(`(\d{1,3}(?:\.\d{3})+)`), func(g []string) string { return strings.ReplaceAll(g[1], ".", "") }},
	{regexp.MustCompile(`(\d+),(\d+)`), func(g []string) string { return sayInteger(g[1]) + " phẩy " + sayDigits(g[2]) }},
}

var (
	digitRun     = regexp.MustCompile(`\d+`)
	abbreviation = regexp.MustCompile(`\pL{2,}`)
)

// Spoken rewrites a Vietnamese sentence the way it is said: listed words by the table in
// pronunciation.yaml, numbers, dates, times and telephone numbers in words, other
// abbreviations letter by letter. Punctuation stays, since it makes the voice pause.
func Spoken(text string) string {
	text = norm.NFC.String(text)
	for _, r := range readings {
		text = replaceGroups(r.form, text, r.say)
	}
	text = table.replace(text)
	text = digitRun.ReplaceAllStringFunc(text, func(digits string) string { return " " + sayInteger(digits) + " " })
	text = abbreviation.ReplaceAllStringFunc(text, spellAbbreviation)
	return strings.Join(strings.Fields(text), " ")
}

func replaceGroups(form *regexp.Regexp, text string, say func([]string) string) string {
	return form.ReplaceAllStringFunc(text, func(match string) string {
		return say(form.FindStringSubmatch(match))
	})
}

// sayAddress reads a web address by its parts; the table or the syllable check judges each part.
func sayAddress(g []string) string {
	return strings.NewReplacer(".", " chấm ", "-", " gạch ngang ", "/", " gạch chéo ").Replace(g[1] + g[2])
}

// sayPhone reads 8 to 11 digits one by one and leaves anything else to the later readings.
func sayPhone(g []string) string {
	parts := strings.FieldsFunc(g[1], func(r rune) bool { return r == ' ' || r == '.' })
	digits := strings.TrimPrefix(strings.Join(parts, ""), "+")
	if len(digits) < 8 || len(digits) > 11 {
		return g[1]
	}
	for i, part := range parts {
		parts[i] = sayDigits(strings.TrimPrefix(part, "+"))
	}
	return strings.Join(parts, ", ")
}

func sayDate(g []string) string {
	return sayPlain(g[1]) + " tháng " + sayMonth(g[2]) + " năm " + sayInteger(g[3])
}

func sayDayAndMonth(g []string) string {
	return g[1] + sayPlain(g[2]) + " tháng " + sayMonth(g[3])
}

// sayMonth reads a month's number; the fourth month is "tư".
func sayMonth(digits string) string {
	if strings.TrimPrefix(digits, "0") == "4" {
		return "tư"
	}
	return sayPlain(digits)
}

// sayPlain reads one or two digits as a number, without a leading zero.
func sayPlain(digits string) string {
	if len(digits) > 1 {
		digits = strings.TrimPrefix(digits, "0")
	}
	return sayInteger(digits)
}

func sayTime(g []string) string {
	hour := sayPlain(g[1])
	if g[2] == "" || g[2] == "00" {
		return hour + " giờ"
	}
	return hour + " giờ " + sayPlain(g[2])
}

// spellAbbreviation says a word of two or more capital letters by the names of its letters;
// capitals with Vietnamese marks are an emphasized word and stay.
func spellAbbreviation(word string) string {
	var names []string
	for _, letter := range word {
		name, known := table.Letters[string(unicode.ToLower(letter))]
		if !known || !unicode.IsUpper(letter) {
			return word
		}
		names = append(names, name)
	}
	return strings.Join(names, " ")
}
