package organization

import (
	"context"
	"slices"
	"time"
)

// readingTime is the last net under the reading of one file, which is bounded by its work: it ends before the
// 300 s for which a proxy waits, so that the person is told why.
const readingTime = 4 * time.Minute

// readings bounds how many files are unpacked at once, and so the memory that they take.
var readings = make(chan struct{}, 2)

// takeTurn waits until a file may be unpacked. Error: ErrServerBusy.
func takeTurn(ctx context.Context) (leave func(), err error) {
	select {
	case readings <- struct{}{}:
		return func() { <-readings }, nil
	case <-ctx.Done():
		return nil, ErrServerBusy.Because(ctx.Err())
	}
}

// rosterFile is an uploaded list as it came.
type rosterFile struct {
	name    string
	content []byte
}

// readRoster reads the people of an uploaded list, until ctx ends; repeats among them are refused.
// Errors: the faults of a whole list.
func readRoster(ctx context.Context, file rosterFile, form rosterForm) (*rosterTable, error) {
	tables, err := readTables(ctx, file, form)
	if err != nil {
		return nil, err
	}
	table, err := onlyList(tables, form.sheet)
	if err != nil {
		return nil, err
	}
	refuseRepeats(table.rows, form.kind)
	return table, nil
}

// readTables reads every sheet that may hold a list.
func readTables(ctx context.Context, file rosterFile, form rosterForm) ([]*rosterTable, error) {
	leave, err := takeTurn(ctx)
	if err != nil {
		return nil, err
	}
	defer leave()
	format, err := sniffRoster(file.name, file.content)
	if err != nil {
		return nil, err
	}
	read := readXLSX
	if format == rosterCSV {
		read = readCSV
	}
	tables, err := read(ctx, file.content, form)
	return strongest(tables), err
}

// strongest leaves out sheets whose headings name no names when another sheet's do: they hold
// something else, such as agencies.
func strongest(tables []*rosterTable) []*rosterTable {
	strong := slices.DeleteFunc(slices.Clone(tables), func(t *rosterTable) bool { return t.weak })
	if slices.ContainsFunc(strong, func(t *rosterTable) bool { return len(t.rows) > 0 }) {
		return strong
	}
	return tables
}

// onlyList returns the sheet of that name, or the one sheet that holds a list.
func onlyList(tables []*rosterTable, sheet string) (*rosterTable, error) {
	var list *rosterTable
	legacy, headed := false, false
	for _, t := range tables {
		legacy = legacy || t.legacy
		headed = headed || t.found
		if len(t.rows) == 0 || sheet != "" && t.name != sheet {
			continue
		}
		if list != nil {
			return nil, ErrRosterSheets
		}
		list = t
	}
	switch {
	case list != nil:
		return list, nil
	case headed:
		return nil, ErrRosterEmpty
	case legacy:
		return nil, ErrRosterLegacy
	}
	return nil, ErrRosterHeader
}
