package organization

import (
	"taphuan/internal/vietnamese"
)

// rowReader reads one row; only what is kept leaves it.
type rowReader struct {
	*rosterTable
	cells []string
	row   RosterRow
}

// person reads one row of a list.
func (t *rosterTable) person(number int, cells []string) RosterRow {
	r := rowReader{rosterTable: t, cells: cells, row: RosterRow{Number: number, Verdict: RowNew, Messages: []RosterMessage{}, Chosen: true}}
	raw := t.fullName(cells)
	r.say(nameProblem(raw), t.nameColumn(), true)
	r.row.FullName = firstRunes(vietnamese.Normalize(raw), 120)
	if t.kind == OfficerRoster {
		r.readPost()
	} else {
		class, problem := className(t.classOf(cells))
		r.say(problem, t.columns.at(classHeading), true)
		r.row.ClassName = class
	}
	code, problem := personCode(t.cell(cells, codeHeading))
	r.say(problem, t.columns.at(codeHeading), problem != "code.identity")
	r.row.Code = code
	r.readBirth()
	return r.row
}

func (r *rowReader) say(problem string, at int, refuse bool) {
	if problem == "" {
		return
	}
	r.row.Messages = append(r.row.Messages, RosterMessage{Code: problem, Cell: cellName(at, r.row.Number)})
	if refuse {
		r.row.Verdict = RowRefused
	}
}

func (r *rowReader) readBirth() {
	at := r.birthCell(r.cells)
	if at < 0 {
		return
	}
	oldest, youngest := r.births()
	year, problem := birthYear(r.cells[at], r.from1904, oldest, youngest)
	if r.kind == OfficerRoster && problem == "birth.range" {
		problem = "birth.officer_range"
	}
	r.say(problem, at, true)
	if problem == "" {
		r.row.BirthYear = &year
	}
}

// readPost reads what stands about a posting: unit, position, staffing and since when.
func (r *rowReader) readPost() {
	t, row := r.rosterTable, &r.row
	var problem string
	row.Position, problem = positionTitle(t.cell(r.cells, positionHeading))
	r.say(problem, t.columns.at(positionHeading), true)
	row.Staffing, problem = t.staffing(r.cells)
	r.say(problem, t.columns.at(staffingHeading), true)
	row.Unit = firstRunes(t.cell(r.cells, unitCodeHeading), 200)
	if row.Unit == "" {
		row.Unit = firstRunes(t.cell(r.cells, unitHeading), 200)
	}
	row.group = t.group
	if from := t.cell(r.cells, fromHeading); from != "" {
		day, problem := rosterDay(from, t.from1904, t.today)
		r.say(problem, t.columns.at(fromHeading), true)
		if problem == "" {
			row.ValidFrom = &day
		}
	}
}

// staffing reads the column of staffing, or the two columns to tick.
func (t *rosterTable) staffing(cells []string) (staffing, problem string) {
	if text := t.cell(cells, staffingHeading); text != "" {
		return staffingOf(text)
	}
	dedicated, dual := isTick(t.cell(cells, dedicatedHeading)), isTick(t.cell(cells, dualHeading))
	switch {
	case dedicated && dual:
		return "", "staffing.both"
	case dedicated:
		return "dedicated", ""
	case dual:
		return "dual_role", ""
	}
	return "", ""
}

func (t *rosterTable) classOf(cells []string) string {
	at := t.columns.at(classHeading)
	if own := rawCell(cells, at); vietnamese.Normalize(own) != "" || at >= 0 && t.class == "" {
		return own
	}
	return t.class
}
