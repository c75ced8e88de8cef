package organization

import (
	"errors"
	"regexp"
	"strings"

	"github.com/xuri/excelize/v2"

	"taphuan/internal/vietnamese"
)

// headerRows is how far down a sheet the headings are looked for.
const headerRows = 20

// errNoHeader ends the reading of a sheet that is no list.
var errNoHeader = errors.New("no row of headings")

// rosterTable reads one sheet, a row at a time: titles, headings, then students among group rows,
// blank rows and a footer.
type rosterTable struct {
	year     schoolYear
	from1904 bool
	columns  columns
	found    bool   // the headings
	fresh    int    // rows since the headings that may still be headings
	class    string // of the title or of the group row above, where there is no column
	footer   bool
	legacy   bool // something above the headings is typed in an old font
	rows     []RosterRow
	skipped  []SkippedRow
}

func newRosterTable(year schoolYear, from1904 bool) *rosterTable {
	return &rosterTable{year: year, from1904: from1904}
}

// take reads one row. Errors: errNoHeader, ErrRosterRows.
func (t *rosterTable) take(number int, cells []string) error {
	if !t.found {
		return t.seek(number, cells)
	}
	if isBlank(cells) {
		return nil
	}
	if t.fresh < 2 && len(t.rows) == 0 {
		t.fresh++
		if t.columns.addSubheadings(cells) {
			t.skip(number, "row.header")
			return nil
		}
		t.fresh = 2
	}
	if code := t.notAStudent(cells); code != "" {
		t.skip(number, code)
		return nil
	}
	if len(t.rows) == MaxRosterRows {
		return ErrRosterRows
	}
	t.rows = append(t.rows, t.student(number, cells))
	return nil
}

// seek looks for the headings and remembers the class that a title names.
func (t *rosterTable) seek(number int, cells []string) error {
	if number > headerRows {
		return errNoHeader
	}
	for _, cell := range cells {
		t.noteClass(cell)
		t.legacy = t.legacy || len(cell) < 400 && vietnamese.LooksLegacy(cell)
	}
	t.columns, t.found = findColumns(cells)
	return nil
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

func (t *rosterTable) cell(cells []string, at int) string {
	if at < 0 || at >= len(cells) {
		return ""
	}
	return strings.TrimSpace(vietnamese.Normalize(cells[at]))
}

// name joins the columns that a name stands in.
func (t *rosterTable) name(cells []string) string {
	c := t.columns
	if c.family >= 0 && (c.given >= 0 || c.name < 0) {
		given := c.given
		if given < 0 {
			given = c.family + 1
		}
		return strings.TrimSpace(rawCell(cells, c.family) + " " + rawCell(cells, given))
	}
	return strings.TrimSpace(rawCell(cells, c.name) + " " + rawCell(cells, c.tail(cells)))
}

func (t *rosterTable) nameColumn() int {
	if t.columns.family >= 0 && (t.columns.given >= 0 || t.columns.name < 0) {
		return t.columns.family
	}
	return t.columns.name
}

func (t *rosterTable) birthCell(cells []string) int {
	for _, at := range t.columns.births {
		if t.cell(cells, at) != "" {
			return at
		}
	}
	return -1
}

// student reads one row. Only the four things that are kept leave it.
func (t *rosterTable) student(number int, cells []string) RosterRow {
	row := RosterRow{Number: number, Verdict: RowNew, Messages: []RosterMessage{}}
	say := func(problem string, at int, refuse bool) {
		if problem == "" {
			return
		}
		row.Messages = append(row.Messages, RosterMessage{Code: problem, Cell: cellName(at, number)})
		if refuse {
			row.Verdict = RowRefused
		}
	}
	raw := t.name(cells)
	say(nameProblem(raw), t.nameColumn(), true)
	row.FullName = firstRunes(vietnamese.Normalize(raw), 120)
	class, problem := className(t.classOf(cells))
	say(problem, t.columns.class, true)
	row.ClassName = class
	code, problem := studentCode(t.cell(cells, t.columns.code))
	say(problem, t.columns.code, problem != "code.identity")
	row.Code = code
	if at := t.birthCell(cells); at >= 0 {
		year, problem := birthYear(cells[at], t.from1904, t.year)
		say(problem, at, true)
		if problem == "" {
			row.BirthYear = &year
		}
	}
	return row
}

func (t *rosterTable) classOf(cells []string) string {
	if own := rawCell(cells, t.columns.class); vietnamese.Normalize(own) != "" || t.columns.class >= 0 && t.class == "" {
		return own
	}
	return t.class
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
