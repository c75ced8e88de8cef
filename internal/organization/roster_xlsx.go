package organization

import (
	"context"
	"slices"
)

// readXLSX reads the visible sheets of a checked workbook that may hold people. Errors: ErrSheetsHidden, and
// the faults of a whole list.
func readXLSX(ctx context.Context, file []byte, form rosterForm) ([]*rosterTable, error) {
	var tables []*rosterTable
	hidden, err := eachSheet(file, func(s sheet) error {
		if form.sheet != "" && form.sheet != s.name {
			return nil
		}
		table := newRosterTable(form, s.name, s.from1904)
		tables = append(tables, table)
		return s.eachRow(ctx, table.take)
	})
	if err != nil {
		return nil, err
	}
	if hidden && !slices.ContainsFunc(tables, func(t *rosterTable) bool { return t.found || t.legacy }) {
		return nil, ErrSheetsHidden
	}
	return tables, nil
}
