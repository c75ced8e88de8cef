package organization

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/unicode/norm"

	"taphuan/internal/vietnamese"
)

// schoolYear is the year in which a school year begins; zero: none.
type schoolYear int

var schoolYearForm = regexp.MustCompile(`^(20[0-9]{2})-(20[0-9]{2})$`)

// parseSchoolYear reads "2026-2027". Error: ErrSchoolYear.
func parseSchoolYear(text string) (schoolYear, error) {
	parts := schoolYearForm.FindStringSubmatch(text)
	if parts == nil {
		return 0, ErrSchoolYear
	}
	from, _ := strconv.Atoi(parts[1])
	to, _ := strconv.Atoi(parts[2])
	if to != from+1 {
		return 0, ErrSchoolYear
	}
	return schoolYear(from), nil
}

// The bounds of a year of birth.
const (
	oldestBirth     = 1920
	youngestPupil   = 3  // years of age when the school year begins
	youngestOfficer = 15 // years of age: who works
	firstDaySerial  = 7306
	lastDaySerial   = 47848 // Excel's days of 1920 to 2030: no plain year is among them
)

var dateForms = []string{"2/1/2006", "2-1-2006", "2.1.2006", "2006-1-2", "1/2006", "2006"}

// birthYear reads the year from a date or a year, as text or as Excel's day number. The day and the
// month are not kept. problem is "" or the code of a message.
func birthYear(cell string, from1904 bool, oldest, youngest int) (found int, problem string) {
	text := dateText(cell)
	if day, isSerial := serialDay(text, from1904); isSerial {
		found = day.Year()
	} else if found = yearOf(strings.TrimSuffix(text, ".0")); found == 0 {
		return 0, "birth.unreadable"
	}
	if found < oldest || found > youngest {
		return 0, "birth.range"
	}
	return found, ""
}

// dateText is a date without spaces and without the midnight that databases put behind it.
func dateText(cell string) string {
	text := strings.ReplaceAll(vietnamese.Normalize(cell), " ", "")
	return strings.TrimSuffix(strings.TrimSuffix(text, "00:00:00"), "T")
}

// serialDay reads Excel's day number.
func serialDay(text string, from1904 bool) (day time.Time, ok bool) {
	serial, err := strconv.ParseFloat(text, 64)
	if err != nil || serial < firstDaySerial-1462 || serial > lastDaySerial {
		return day, false
	}
	day, err = excelize.ExcelDateToTime(math.Floor(serial), from1904)
	return day, err == nil
}

// rosterDay reads the day since which a posting holds, up to today. problem is "" or the code of a
// message.
func rosterDay(cell string, from1904 bool, today time.Time) (day time.Time, problem string) {
	text := dateText(cell)
	day, ok := serialDay(text, from1904)
	for _, form := range dateForms[:4] {
		if ok {
			break
		}
		found, err := time.Parse(form, text)
		day, ok = found, err == nil
	}
	switch {
	case !ok:
		return time.Time{}, "from.unreadable"
	case day.Year() < oldestBirth+youngestOfficer:
		return time.Time{}, "from.range"
	case day.After(today):
		return time.Time{}, "from.future"
	}
	return time.Date(day.Year(), day.Month(), day.Day(), 0, 0, 0, 0, time.UTC), ""
}

func yearOf(text string) int {
	for _, form := range dateForms {
		if day, err := time.Parse(form, text); err == nil {
			return day.Year()
		}
	}
	return 0
}

// nameProblem looks at a name as it was typed; "" when it is good.
func nameProblem(raw string) string {
	name := vietnamese.Normalize(raw)
	switch {
	case name == "":
		return "name.missing"
	case vietnamese.LooksLegacy(raw):
		return "name.legacy_font"
	case utf8.RuneCountInString(name) > 120:
		return "name.too_long"
	case strings.ContainsFunc(name, notInNames) || !strings.ContainsFunc(name, unicode.IsLetter):
		return "name.symbols"
	}
	return ""
}

func notInNames(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.Is(unicode.Mn, r) && !strings.ContainsRune(" '’‘`.-", r)
}

var classPrefix = regexp.MustCompile(`(?i)^lớp\s*:?\s*`)

// shortClass is a class as schools number them: it is written in one way, "10A1".
var shortClass = regexp.MustCompile(`^[0-9]{1,2} ?\p{L} ?[0-9.]{0,3}$`)

// className returns a class's name without the word "Lớp"; problem is "" or the code of a message.
func className(cell string) (name, problem string) {
	name = classPrefix.ReplaceAllString(vietnamese.Normalize(cell), "")
	switch {
	case name == "":
		return "", "class.missing"
	case utf8.RuneCountInString(name) > 40:
		return "", "class.too_long"
	case strings.ContainsFunc(name, notInClasses) || vietnamese.LooksLegacy(cell):
		return "", "class.symbols"
	case shortClass.MatchString(name):
		return strings.ToUpper(strings.ReplaceAll(name, " ", "")), ""
	}
	return name, ""
}

func notInClasses(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.Mn, r) && !strings.ContainsRune(" .-_/()", r)
}

// identityNumber has the form of a personal identity number (CCCD): twelve digits, the first three a
// province. Such a number is never kept.
var identityNumber = regexp.MustCompile(`^0[0-9]{11}$`)

// personCode returns a student's or an officer's code; problem is "" or the code of a message.
func personCode(cell string) (code, problem string) {
	code = wholeNumber(strings.TrimPrefix(vietnamese.Normalize(cell), "'"))
	switch {
	case identityNumber.MatchString(code):
		return "", "code.identity"
	case utf8.RuneCountInString(code) > 40:
		return "", "code.too_long"
	case strings.ContainsFunc(code, notInCodes):
		return "", "code.symbols"
	}
	return code, ""
}

// positionTitle returns a position as it is shown; problem is "" or the code of a message.
func positionTitle(cell string) (title, problem string) {
	switch {
	case vietnamese.LooksLegacy(cell):
		return "", "position.legacy_font"
	case strings.HasPrefix(cell, "#") || strings.HasPrefix(cell, "="):
		return "", "position.formula"
	case utf8.RuneCountInString(cell) > 200:
		return "", "position.too_long"
	}
	return cell, ""
}

// staffingOf reads "chuyên trách" or "kiêm nhiệm" and what people write for them.
func staffingOf(cell string) (staffing, problem string) {
	switch words := headingWords(cell); {
	case words == "ct" || strings.HasPrefix(words, "chuyen trach") && !strings.Contains(words, "kiem nhiem"), words == "dedicated":
		return "dedicated", ""
	case words == "kn" || strings.HasPrefix(words, "kiem nhiem"), words == "dual role", strings.HasPrefix(words, "khong chuyen trach"):
		return "dual_role", ""
	case words == "khong" || words == "none" || words == "":
		return "", ""
	}
	return "", "staffing.unreadable"
}

// isTick reports whether a cell is ticked: x, ✓, có, 1.
func isTick(cell string) bool {
	switch strings.ToLower(cell) {
	case "x", "✓", "✔", "√", "v", "có", "co", "1", "true", "yes":
		return true
	}
	return false
}

func notInCodes(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune(".-_/", r)
}

// wholeNumber writes a long number as it was typed: Excel saves 51040012345 as 5.1040012345E+10.
func wholeNumber(text string) string {
	if !strings.ContainsAny(text, "eE") {
		return text
	}
	number, err := strconv.ParseFloat(text, 64)
	if err != nil || !strings.Contains(text, "+") || number != math.Trunc(number) || math.Abs(number) >= 1e15 {
		return text
	}
	return strconv.FormatFloat(number, 'f', 0, 64)
}

// nameKey is equal for names that people hold equal: without regard to case, and to where the tone
// stands in a word (hoà, hòa).
func nameKey(name string) string {
	var b strings.Builder
	tone := rune(0)
	flush := func() {
		if tone != 0 {
			b.WriteRune(tone)
		}
		tone = 0
	}
	for _, r := range norm.NFD.String(strings.ToLower(vietnamese.Normalize(name))) {
		switch r {
		case 0x300, 0x301, 0x303, 0x309, 0x323:
			tone = r
		case ' ':
			flush()
			b.WriteByte(' ')
		case '’', '‘', '`':
			b.WriteByte('\'')
		default:
			b.WriteRune(r)
		}
	}
	flush()
	return b.String()
}

// classKey is equal for classes that people hold equal: "10 a1" is "10A1".
func classKey(name string) string {
	return strings.ReplaceAll(strings.ToLower(classPrefix.ReplaceAllString(vietnamese.Normalize(name), "")), " ", "")
}
