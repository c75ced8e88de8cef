package organization

import (
	"context"
	"time"
)

// readingTime bounds the reading of one file.
const readingTime = 30 * time.Second

// readings bounds how many files are unpacked at once, and so the memory that they take.
var readings = make(chan struct{}, 2)

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
	select {
	case readings <- struct{}{}:
		defer func() { <-readings }()
	case <-ctx.Done():
		return nil, ErrRosterSlow.Because(ctx.Err())
	}
	format, err := sniffRoster(file.name, file.content)
	if err != nil {
		return nil, err
	}
	if format == rosterCSV {
		return readCSV(ctx, file.content, form)
	}
	return readXLSX(ctx, file.content, form)
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
