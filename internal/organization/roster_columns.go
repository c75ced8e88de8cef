package organization

import (
	"cmp"
	"context"
	"slices"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/xuri/excelize/v2"

	"taphuan/internal/access"
	"taphuan/internal/postgres"
)

// RosterColumns is what a list looks like before it is checked: what stands over its columns, what
// each is taken for, and the titles with their groups. Nothing of it is stored.
type RosterColumns struct {
	Sheets     []string // that hold lists; one of them is shown
	Sheet      string
	Header     int // row of the headings
	People     int
	Remembered bool // the meanings are those that were last said about such a form
	Columns    []RosterColumn
	Titles     []RosterTitle // of officers, the most frequent first
}

// RosterColumn is one column of a list.
type RosterColumn struct {
	Letter    string // "C"
	Title     string
	Field     string   // what it is taken for; "": nothing
	Forbidden bool     // never kept, whatever is chosen
	Samples   []string // the first values; none of a forbidden column
}

// RosterTitle is a position of the list with its group.
type RosterTitle struct {
	Title string
	Count int
	Group string
}

// shownTitles bounds the titles that are shown to have their groups corrected.
const shownTitles = 100

// FindRosterColumns reads the headings of a list and guesses what its columns mean, so that the
// person can correct that before the dry run. It stores nothing and needs roster.manage at the
// agency. Errors: those of CheckRoster.
func (s *Service) FindRosterColumns(ctx context.Context, who access.Principal, cmd CheckRoster) (RosterColumns, error) {
	if err := who.RequireAt(access.ManageRoster, cmd.AgencyID); err != nil {
		return RosterColumns{}, err
	}
	form, err := s.formOf(ctx, cmd)
	if err != nil {
		return RosterColumns{}, err
	}
	form.sample = true
	reading, cancel := context.WithTimeout(ctx, readingTime)
	defer cancel()
	tables, err := readTables(reading, rosterFile{cmd.FileName, cmd.File}, form)
	if err != nil {
		return RosterColumns{}, err
	}
	shown := RosterColumns{Sheets: []string{}}
	for _, t := range tables {
		if len(t.rows) > 0 {
			shown.Sheets = append(shown.Sheets, t.name)
		}
	}
	sheet := cmd.Sheet
	if sheet == "" && len(shown.Sheets) > 1 {
		sheet = shown.Sheets[0]
	}
	table, err := onlyList(tables, sheet)
	if err != nil {
		return RosterColumns{}, err
	}
	table.describe(&shown)
	if form.kind == OfficerRoster {
		err = s.db.Read(ctx, postgres.Agencies(cmd.AgencyID), func(ctx context.Context, tx bun.Tx) error {
			shown.Titles, err = s.titlesOf(ctx, tx, cmd.AgencyID, table.rows)
			return err
		})
	}
	return shown, err
}

func (t *rosterTable) describe(shown *RosterColumns) {
	shown.Sheet, shown.Header, shown.People, shown.Remembered = t.name, t.header, len(t.rows), t.recalled
	for i, field := range t.columns.fields {
		column := RosterColumn{Letter: columnLetter(i), Title: t.columns.titles[i], Field: string(field), Samples: []string{}}
		if t.columns.forbidden(i) {
			column.Field, column.Forbidden = string(forbiddenHeading), true
		} else if i < len(t.seen) {
			column.Samples = t.shownSamples(i)
		}
		if column.Title != "" || len(column.Samples) > 0 {
			shown.Columns = append(shown.Columns, column)
		}
	}
}

// shownSamples shows a birth column by the years that are kept, and hides what looks like an
// identity number.
func (t *rosterTable) shownSamples(at int) []string {
	list := []string{}
	for _, text := range t.seen[at] {
		switch {
		case identityNumber.MatchString(wholeNumber(text)):
			text = "0•••••••••••"
		case t.columns.fields[at] == birthHeading || t.columns.fields[at] == fromHeading:
			if day, isSerial := serialDay(dateText(text), t.from1904); isSerial {
				text = day.Format("02/01/2006")
			}
		}
		list = append(list, text)
	}
	return list
}

// titlesOf counts the titles of a list and tells their groups.
func (s *Service) titlesOf(ctx context.Context, tx bun.Tx, agency uuid.UUID, rows []RosterRow) ([]RosterTitle, error) {
	units, err := listUnits(ctx, tx, agency, s.Today())
	if err != nil {
		return nil, err
	}
	said, err := listTitles(ctx, tx, agency)
	if err != nil {
		return nil, err
	}
	at, titles := map[string]int{}, []RosterTitle{}
	for _, row := range rows {
		key := titleKey(row.Position)
		if key == "" {
			continue
		}
		if i, known := at[key]; known {
			titles[i].Count++
			continue
		}
		group := cmp.Or(said[key], cmp.Or(groupOfTitle(row.Position), units.root.usualGroup()))
		at[key] = len(titles)
		titles = append(titles, RosterTitle{Title: row.Position, Count: 1, Group: group})
	}
	slices.SortStableFunc(titles, func(a, b RosterTitle) int { return b.Count - a.Count })
	return titles[:min(len(titles), shownTitles)], nil
}

func columnLetter(at int) string {
	letter, err := excelize.ColumnNumberToName(at + 1)
	if err != nil {
		return ""
	}
	return letter
}
