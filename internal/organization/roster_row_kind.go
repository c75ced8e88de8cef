package organization

import (
	"regexp"
	"strings"

	"taphuan/internal/vietnamese"
)

var (
	totals   = []string{"tổng số", "tổng cộng", "cộng", "danh sách này có", "danh sách có", "sĩ số"}
	signings = []string{"nguoi lap", "hieu truong", "pho hieu truong", "kt hieu truong", "tm", "thu truong", "giao vien chu nhiem", "gvcn", "xac nhan", "ky ten", "noi nhan"}
	dateLine = regexp.MustCompile(`ngay .{0,12}thang .{0,12}nam `)
)

// notAStudent says why a row names no student, or "".
func (t *rosterTable) notAStudent(cells []string) string {
	name := t.name(cells)
	if h := readHeading(t.cell(cells, t.columns.name)); h == nameHeading || name != "" && readHeading(name) == nameHeading {
		return "row.header"
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
		return "row.group"
	}
	return ""
}

// footerIn tells lines of totals and of signing from students; a numbered row is a student. Totals
// are looked for with their accents: "Tống Công Minh" is a name.
func (t *rosterTable) footerIn(cells []string, numbered bool) string {
	if numbered {
		return ""
	}
	for _, cell := range cells {
		if cell == "" || len(cell) > 400 {
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

// isGroup reports a row without a student: a group's name, or a number without anything behind it.
func (t *rosterTable) isGroup(cells []string, name string, numbered bool) bool {
	c := t.columns
	owned := t.cell(cells, c.code) != "" || t.birthCell(cells) >= 0
	others := owned || t.cell(cells, c.class) != ""
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
	return name == "" || !numbered && c.ordinal >= 0 && !others && filled(cells) == 1
}

func (t *rosterTable) isNumbered(cells []string) bool {
	return strings.Trim(t.cell(cells, t.columns.ordinal), "0123456789.") == "" && t.cell(cells, t.columns.ordinal) != ""
}
