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

// The bounds of a student's year of birth in a school year.
const (
	oldestBirth    = 1920
	youngestPupil  = 3 // years of age when the school year begins
	firstDaySerial = 7306
	lastDaySerial  = 47848 // Excel's days of 1920 to 2030: no plain year is among them
)

var dateForms = []string{"2/1/2006", "2-1-2006", "2.1.2006", "2006-1-2", "1/2006", "2006"}

// birthYear reads the year from a date or a year, as text or as Excel's day number. The day and the
// month are not kept. problem is "" or the code of a message.
func birthYear(cell string, from1904 bool, year schoolYear) (found int, problem string) {
	text := strings.ReplaceAll(vietnamese.Normalize(cell), " ", "")
	text = strings.TrimSuffix(strings.TrimSuffix(text, "00:00:00"), "T")
	if serial, err := strconv.ParseFloat(text, 64); err == nil && serial >= firstDaySerial-1462 && serial <= lastDaySerial {
		day, err := excelize.ExcelDateToTime(math.Floor(serial), from1904)
		if err != nil {
			return 0, "birth.unreadable"
		}
		found = day.Year()
	} else if found = yearOf(strings.TrimSuffix(text, ".0")); found == 0 {
		return 0, "birth.unreadable"
	}
	if found < oldestBirth || found > int(year)-youngestPupil {
		return 0, "birth.range"
	}
	return found, ""
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

// studentCode returns a code; problem is "" or the code of a message.
func studentCode(cell string) (code, problem string) {
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
