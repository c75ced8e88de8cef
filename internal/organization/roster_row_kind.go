package organization

import (
	"regexp"
	"strings"

	"taphuan/internal/vietnamese"
)

var (
	totals   = []string{"tổng số", "tổng cộng", "cộng", "danh sách này có", "danh sách có", "sĩ số"}
	signings = []string{"nguoi lap", "lap bieu", "nguoi tong hop", "hieu truong", "pho hieu truong", "kt", "tm", "tl", "thu truong", "giao vien chu nhiem", "gvcn", "xac nhan", "ky ten", "noi nhan"}
	dateLine = regexp.MustCompile(`ngay .{0,12}thang .{0,12}nam `)
)

// notAPerson says why a row names nobody, or "".
func (t *rosterTable) notAPerson(cells []string) string {
	name := t.fullName(cells)
	if h := readHeading(t.cell(cells, nameHeading)); h == nameHeading || name != "" && readHeading(name) == nameHeading {
		return "row.header"
	}
	if first := vietnamese.Normalize(rawCell(cells, 0)); strings.EqualFold(first, exampleMark.VI) || strings.EqualFold(first, exampleMark.EN) {
		return "row.example"
	}
	numbered := t.isNumbered(cells)
	switch t.footerIn(cells, numbered) {
	case "total":
		return "row.footer"
	case "signing":
		t.footer = true
	}
	if t.footer && !(numbered && name != "") {
		return "row.footer"
	}
	t.footer = false
	if t.isGroup(cells, name, numbered) {
		t.group = groupWords(cells)
		return "row.group"
	}
	return ""
}

// footerIn tells lines of totals and of signing from people; a numbered row is a person, and a
// position is no signature. Totals are looked for with their accents: "Tống Công Minh" is a name.
func (t *rosterTable) footerIn(cells []string, numbered bool) string {
	if numbered {
		return ""
	}
	position := t.columns.at(positionHeading)
	for i, cell := range cells {
		if cell == "" || len(cell) > 400 || i == position {
			continue
		}
		folded := plainWords(vietnamese.Fold(cell))
		if startsWith(folded, signings) || dateLine.MatchString(folded) {
			return "signing"
		}
		if startsWith(plainWords(strings.ToLower(vietnamese.Normalize(cell))), totals) {
			return "total"
		}
	}
	return ""
}

// plainWords parts words by single spaces, with one behind the last.
func plainWords(text string) string {
	return strings.Join(strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" .,:;/*()", r) }), " ") + " "
}

func startsWith(words string, beginnings []string) bool {
	for _, b := range beginnings {
		if strings.HasPrefix(words, b+" ") {
			return true
		}
	}
	return false
}

// isGroup reports a row without a person: a group's name, or a number without anything behind it.
func (t *rosterTable) isGroup(cells []string, name string, numbered bool) bool {
	owned := t.cell(cells, codeHeading) != "" || t.birthCell(cells) >= 0
	others := owned || t.hasAny(cells, classHeading, positionHeading, unitHeading, unitCodeHeading, staffingHeading)
	if owned || others && (name != "" || numbered) {
		return false
	}
	if !numbered {
		for _, cell := range cells {
			if t.noteClass(cell) {
				return true
			}
		}
	}
	ordinal := t.columns.at(ordinalHeading) >= 0
	return name == "" || !numbered && ordinal && !others && (filled(cells) == 1 || groupNumber.MatchString(t.cell(cells, ordinalHeading)))
}

func (t *rosterTable) hasAny(cells []string, columns ...heading) bool {
	for _, h := range columns {
		if t.cell(cells, h) != "" {
			return true
		}
	}
	return false
}

// groupNumber is how groups are numbered: "I", "IV.", "A".
var groupNumber = regexp.MustCompile(`^(?:[IVX]{1,5}|[A-Z])[.)]?$`)

var groupPrefix = regexp.MustCompile(`^(?:[IVX]{1,5}|[A-Z]|[0-9]{1,2})[.)/:-]\s*`)

// groupWords is the name of a group without its number: "II. Phòng Kinh tế" is "Phòng Kinh tế".
func groupWords(cells []string) string {
	for _, cell := range cells {
		text := vietnamese.Normalize(cell)
		if text == "" || len(text) > 300 || groupNumber.MatchString(text) {
			continue
		}
		return strings.TrimRight(groupPrefix.ReplaceAllString(text, ""), " :.")
	}
	return ""
}

func (t *rosterTable) isNumbered(cells []string) bool {
	number := t.cell(cells, ordinalHeading)
	return number != "" && strings.Trim(number, "0123456789.") == ""
}
