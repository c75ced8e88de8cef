package organization

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"github.com/xuri/excelize/v2"
)

// maxSheets bounds how many sheets of a workbook are looked at.
const maxSheets = 40

// readXLSX reads the visible sheets of a checked workbook row by row. Formulas are not evaluated:
// the value that Excel saved is taken as text. A fault inside the library is an unreadable file.
func readXLSX(ctx context.Context, file []byte, form rosterForm) (tables []*rosterTable, err error) {
	defer func() {
		if recover() != nil {
			err = ErrRosterUnreadable.Because(errors.New("the library gave up on the workbook"))
		}
	}()
	// Equal limits: no part is ever written to a temporary file.
	book, err := excelize.OpenReader(bytes.NewReader(file), excelize.Options{
		RawCellValue: true, UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: maxUnpacked})
	if err != nil {
		return nil, ErrRosterUnreadable.Because(err)
	}
	defer book.Close()
	dates, err := book.GetWorkbookProps()
	if err != nil {
		return nil, ErrRosterUnreadable.Because(err)
	}
	from1904 := dates.Date1904 != nil && *dates.Date1904
	for i, sheet := range book.GetSheetList() {
		if visible, err := book.GetSheetVisible(sheet); i >= maxSheets || err != nil || !visible {
			continue
		}
		if form.sheet != "" && form.sheet != sheet {
			continue
		}
		table := newRosterTable(form, sheet, from1904)
		if err := readSheet(ctx, book, sheet, table); err != nil {
			return nil, err
		}
		tables = append(tables, table)
	}
	return tables, nil
}

func readSheet(ctx context.Context, book *excelize.File, sheet string, table *rosterTable) error {
	rows, err := book.Rows(sheet)
	if err != nil {
		return nil // a chart or dialog sheet has no rows
	}
	defer rows.Close()
	for number := 1; rows.Next(); number++ {
		if ctx.Err() != nil {
			return ErrRosterSlow.Because(ctx.Err())
		}
		cells, err := rows.Columns()
		if err != nil { // the library's words may repeat a cell, so they go no further
			return ErrRosterUnreadable.Because(fmt.Errorf("row %d of a sheet", number))
		}
		if err := table.take(number, cells); errors.Is(err, errNoHeader) {
			return nil
		} else if err != nil {
			return err
		}
	}
	if rows.Error() != nil {
		return ErrRosterUnreadable
	}
	return nil
}
