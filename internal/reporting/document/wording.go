package document

import (
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

const (
	nationalTitle = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
	motto         = "Độc lập - Tự do - Hạnh phúc"
	blank         = "      " // where the registry writes later
)

// clean makes text printable: NFC, single spaces, nothing that XML forbids or nobody sees.
func clean(text string) string {
	return strings.Join(strings.Fields(visible(text)), " ")
}

func visible(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r), r == utf8.RuneError, r == 0xFFFE, r == 0xFFFF:
			return -1
		}
		return r
	}, norm.NFC.String(text))
}

func capitals(text string) string { return strings.ToUpper(clean(text)) }

// superior is the line above the issuer, in capitals; empty when there is none.
func (h Header) superior() string {
	switch {
	case h.Kind == Commune:
		return ""
	case h.Kind == Police && h.Parent == "":
		return "BỘ CÔNG AN"
	}
	return capitals(h.Parent)
}

// issuerLines are the bold lines of the issuer, in capitals.
func (h Header) issuerLines() []string {
	if h.Kind == Commune {
		return []string{"ỦY BAN NHÂN DÂN", capitals(h.Issuer)}
	}
	return []string{capitals(h.Issuer)}
}

// balanced breaks a name too long for the issuer's column near its middle, so that no last word stands
// alone: "SỞ KHOA HỌC" over "VÀ CÔNG NGHỆ".
func balanced(line string) []string {
	const room = 21 // capitals at 13 points in 63 mm
	total := utf8.RuneCountInString(line)
	if total <= room {
		return []string{line}
	}
	best, cut := total, -1
	for i, r := range line {
		if r != ' ' {
			continue
		}
		before := utf8.RuneCountInString(line[:i])
		if longer := max(before, total-before-1); longer < best {
			best, cut = longer, i
		}
	}
	if cut < 0 {
		return []string{line}
	}
	return []string{line[:cut], line[cut+1:]}
}

// name is the issuer in a sentence.
func (h Header) name() string {
	switch {
	case h.FullName != "":
		return clean(h.FullName)
	case h.Kind == Commune:
		return "Ủy ban nhân dân " + lowerFirst(clean(h.Issuer))
	}
	return clean(h.Issuer)
}

func lowerFirst(text string) string {
	r, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToLower(r)) + text[size:]
}

// numbered is "05/BC-SKHCN", with room for the number while it is not known.
func (h Header) numbered() string {
	number := clean(h.Number)
	if number == "" {
		number = blank
	}
	return number + "/" + clean(h.Symbol)
}

// day is "ngày 05 tháng 5 năm 2026": days under 10 and the months 1 and 2 carry a zero.
func (h Header) day() string {
	if h.Date == nil {
		year := blank
		if h.Year != 0 {
			year = fmt.Sprintf(" %d", h.Year)
		}
		return "ngày" + blank + "tháng" + blank + "năm" + year
	}
	month := fmt.Sprintf("%d", int(h.Date.Month()))
	if h.Date.Month() <= time.February {
		month = "0" + month
	}
	return fmt.Sprintf("ngày %02d tháng %s năm %d", h.Date.Day(), month, h.Date.Year())
}

// attached is the line under an annex's title.
func (d Document) attached() string {
	return fmt.Sprintf("(Kèm theo %s số: %s %s của %s)", clean(d.Kind), d.Header.numbered(), d.Header.day(), d.Header.name())
}

// annexName is "Phụ lục", or "Phụ lục II" where there are several.
func (d Document) annexName(i int) string {
	if len(d.Annexes) == 1 {
		return "Phụ lục"
	}
	return "Phụ lục " + roman(i+1)
}

// ended closes the body with "./." exactly once.
func ended(text string) string {
	return strings.TrimRight(clean(text), "./ ") + "./."
}

// listed punctuates the lines of a list: "- One;", "- Two."
func listed(lines []string) []string {
	out := make([]string, len(lines))
	for i, line := range lines {
		end := ";"
		if i == len(lines)-1 {
			end = "."
		}
		out[i] = "- " + strings.TrimRight(clean(line), ".;, ") + end
	}
	return out
}

func roman(n int) string {
	var b strings.Builder
	for _, step := range []struct {
		value int
		sign  string
	}{{50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}} {
		for ; n >= step.value; n -= step.value {
			b.WriteString(step.sign)
		}
	}
	return b.String()
}

// letters are the points of a list in Vietnamese order; f, j, w and z do not occur.
var letters = strings.Fields("a b c d đ e g h i k l m n o p q r s t u v x y")

// A counter numbers headings; a heading restarts the levels below it.
type counter [3]int

func (c *counter) next(h Heading) string {
	c[h.Level-1]++
	for below := h.Level; below < len(c); below++ {
		c[below] = 0
	}
	n := c[h.Level-1]
	switch h.Level {
	case 1:
		return roman(n) + ". " + capitals(h.Text)
	case 2:
		return fmt.Sprintf("%d. %s", n, clean(h.Text))
	}
	return letters[min(n, len(letters))-1] + ") " + clean(h.Text)
}
