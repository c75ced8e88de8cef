package organization

import (
	"context"
	"time"
)

// readingTime bounds the reading of one file.
const readingTime = 15 * time.Second

// readings bounds how many files are unpacked at once, and so the memory that they take.
var readings = make(chan struct{}, 2)

// readRoster reads the students of an uploaded list, until ctx ends; repeats among them are refused.
// Errors: the faults of a whole list.
func readRoster(ctx context.Context, name string, file []byte, year schoolYear) (*rosterTable, error) {
	select {
	case readings <- struct{}{}:
		defer func() { <-readings }()
	case <-ctx.Done():
		return nil, ErrRosterSlow.Because(ctx.Err())
	}
	format, err := sniffRoster(name, file)
	if err != nil {
		return nil, err
	}
	read := readXLSX
	if format == rosterCSV {
		read = readCSV
	}
	tables, err := read(ctx, file, year)
	if err != nil {
		return nil, err
	}
	table, err := onlyList(tables)
	if err != nil {
		return nil, err
	}
	refuseRepeats(table.rows)
	return table, nil
}

// onlyList returns the one sheet that holds a list.
func onlyList(tables []*rosterTable) (*rosterTable, error) {
	var list *rosterTable
	legacy, headed := false, false
	for _, t := range tables {
		legacy = legacy || t.legacy
		headed = headed || t.found
		if len(t.rows) == 0 {
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
