package organization

import (
	"errors"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"taphuan/internal/vietnamese"
)

// headerRows is how far down a sheet the headings are looked for.
const headerRows = 20

// samples is how many values of each column are shown before a list is checked.
const samples = 3

// errNoHeader ends the reading of a sheet that is no list.
var errNoHeader = errors.New("no row of headings")

// rosterForm says how a list is read.
type rosterForm struct {
	kind   RosterKind
	year   schoolYear // of a class list
	today  time.Time
	sheet  string    // "": the only sheet that holds a list
	fields []heading // of each column; nil: as remembered, else guessed from the headings
	sample bool      // keep samples of the columns
	// remembered are the fields of forms that were read before.
	remembered map[string][]heading
}

// bounds of the year of birth.
func (f rosterForm) births() (oldest, youngest int) {
	if f.kind == OfficerRoster {
		return oldestBirth, f.today.Year() - youngestOfficer
	}
	return oldestBirth, int(f.year) - youngestPupil
}

// rosterTable reads one sheet, a row at a time: titles, headings, then people among group rows,
// blank rows and a footer.
type rosterTable struct {
	rosterForm
	name     string // of the sheet
	from1904 bool
	columns  columns
	header   int    // row of the headings
	width    int    // columns that hold anything
	found    bool   // the headings
	weak     bool   // the headings name no column of names
	settled  bool   // no more rows of headings can come
	recalled bool   // the fields are those of the form as it was read before
	fresh    int    // rows since the headings that may still be headings
	class    string // of the title or of the group row above, where there is no column
	group    string // the group row above
	footer   bool
	legacy   bool // something above the headings is typed in an old font
	rows     []RosterRow
	skipped  []SkippedRow
	seen     [][]string // samples by column
}

func newRosterTable(form rosterForm, name string, from1904 bool) *rosterTable {
	return &rosterTable{rosterForm: form, name: name, from1904: from1904}
}

// take reads one row. Errors: errNoHeader, ErrRosterRows, ErrRosterMapping.
func (t *rosterTable) take(number int, cells []string) error {
	t.width = max(t.width, len(cells))
	if !t.found {
		return t.seek(number, cells)
	}
	if isBlank(cells) {
		return nil
	}
	if t.isHeader(cells) {
		t.skip(number, "row.header")
		return nil
	}
	if err := t.settle(); err != nil {
		return err
	}
	if code := t.notAPerson(cells); code != "" {
		t.skip(number, code)
		return nil
	}
	if len(t.rows) == MaxRosterRows {
		return ErrRosterRows
	}
	if t.sample {
		t.note(cells)
	}
	t.rows = append(t.rows, t.person(number, cells))
	return nil
}

// seek looks for the headings and remembers the class that a title names.
func (t *rosterTable) seek(number int, cells []string) error {
	if number > headerRows || findSheetColumns(cells) != nil { // the sheet of agencies in the same workbook
		return errNoHeader
	}
	for _, cell := range cells {
		t.noteClass(cell)
		t.legacy = t.legacy || len(cell) < 400 && vietnamese.LooksLegacy(cell)
	}
	t.columns, t.found, t.weak = findColumns(cells)
	t.found = t.found || t.weak && t.mayBeWeak()
	t.header = number
	return nil
}

// mayBeWeak reports whether somebody says, has said or will say which column holds the names.
func (t *rosterTable) mayBeWeak() bool {
	return t.sample || t.fields != nil || t.remembered[string(t.columns.form())] != nil
}

// isHeader takes the second and the third row of headings.
func (t *rosterTable) isHeader(cells []string) bool {
	if t.settled || t.fresh >= 2 {
		return false
	}
	t.fresh++
	return t.columns.addSubheadings(cells)
}

// settle ends the headings: what is read from each column is known from here on.
func (t *rosterTable) settle() error {
	if t.settled {
		return nil
	}
	t.settled = true
	form := t.columns.form()
	t.columns.restrict(t.kind)
	if t.fields == nil {
		t.fields, t.recalled = t.remembered[string(form)]
	}
	if t.fields == nil {
		return nil
	}
	t.columns.widen(len(t.fields))
	for i := range t.columns.fields {
		chosen := unknownHeading
		if i < len(t.fields) {
			chosen = t.fields[i]
		}
		if t.columns.forbidden(i) {
			if chosen != unknownHeading && chosen != ignoredHeading && chosen != forbiddenHeading {
				return ErrRosterForbidden
			}
			chosen = forbiddenHeading
		}
		t.columns.fields[i] = chosen
	}
	return checkFields(t.kind, t.columns.fields)
}

// checkFields holds that a mapping names a name, once, and what such a list keeps.
func checkFields(kind RosterKind, fields []heading) error {
	count := map[heading]int{}
	for _, h := range fields {
		if h != unknownHeading && h != forbiddenHeading && !kind.takes(h) {
			return ErrRosterMapping
		}
		count[h]++
	}
	for h, n := range count {
		several := h == unknownHeading || h == ignoredHeading || h == forbiddenHeading || h == birthHeading && n <= 2
		if n > 1 && !several {
			return ErrRosterMapping
		}
	}
	if count[nameHeading] == 0 && (count[familyHeading] == 0 || count[givenHeading] == 0) {
		return ErrRosterMapping
	}
	return nil
}

// note keeps the first values of each column for the person who uploads.
func (t *rosterTable) note(cells []string) {
	for i := range cells[:min(len(cells), maxColumns)] {
		for len(t.seen) <= i {
			t.seen = append(t.seen, nil)
		}
		text := firstRunes(vietnamese.Normalize(cells[i]), 60)
		if text != "" && len(t.seen[i]) < samples && !slices.Contains(t.seen[i], text) {
			t.seen[i] = append(t.seen[i], text)
		}
	}
}

func (t *rosterTable) skip(number int, code string) {
	if len(t.skipped) < maxSkipped {
		t.skipped = append(t.skipped, SkippedRow{Number: number, Code: code})
	}
}

var classInTitle = regexp.MustCompile(`(?i)(?:^|[\s(])lớp\s*[:–-]?\s*([^\s,;()]*\d[^\s,;()]*)`)

func (t *rosterTable) noteClass(cell string) bool {
	if len(cell) > 400 {
		return false
	}
	found := classInTitle.FindStringSubmatch(vietnamese.Normalize(cell))
	if found == nil {
		return false
	}
	t.class = found[1]
	return true
}

// cell returns a column's cell as it is stored; "" without such a column.
func (t *rosterTable) cell(cells []string, h heading) string {
	return vietnamese.Normalize(rawCell(cells, t.columns.at(h)))
}

// fullName joins the columns that a name stands in.
func (t *rosterTable) fullName(cells []string) string {
	c := &t.columns
	if family := c.at(familyHeading); family >= 0 && t.inParts() {
		given := c.at(givenHeading)
		if given < 0 {
			given = family + 1
		}
		return strings.TrimSpace(rawCell(cells, family) + " " + rawCell(cells, given))
	}
	return strings.TrimSpace(rawCell(cells, c.at(nameHeading)) + " " + rawCell(cells, c.tail(cells)))
}

// inParts reports whether names stand in two columns of their own headings.
func (t *rosterTable) inParts() bool {
	c := &t.columns
	return c.at(familyHeading) >= 0 && (c.at(givenHeading) >= 0 || c.at(nameHeading) < 0)
}

func (t *rosterTable) nameColumn() int {
	if t.inParts() {
		return t.columns.at(familyHeading)
	}
	return t.columns.at(nameHeading)
}

func (t *rosterTable) birthCell(cells []string) int {
	for _, at := range t.columns.births() {
		if vietnamese.Normalize(rawCell(cells, at)) != "" {
			return at
		}
	}
	return -1
}

func rawCell(cells []string, at int) string {
	if at < 0 || at >= len(cells) {
		return ""
	}
	return cells[at]
}

func isBlank(cells []string) bool { return filled(cells) == 0 }

func filled(cells []string) int {
	n := 0
	for _, cell := range cells {
		if cell != "" && vietnamese.Normalize(cell) != "" {
			n++
		}
	}
	return n
}

func firstRunes(text string, most int) string {
	runes := []rune(text)
	return strings.TrimSpace(string(runes[:min(len(runes), most)]))
}

// cellName names a cell as Excel does; "" for a column that the sheet does not have.
func cellName(column, row int) string {
	if column < 0 {
		return ""
	}
	name, err := excelize.CoordinatesToCellName(column+1, row)
	if err != nil {
		return ""
	}
	return name
}
