package organization

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"github.com/xuri/excelize/v2"

	"taphuan/internal/fault"
)

// maxSheets bounds how many sheets of a workbook are looked at.
const maxSheets = 40

// ErrSheetsHidden means that no visible sheet holds a list, and that there are hidden ones.
var ErrSheetsHidden = fault.New(fault.Invalid, "workbook.hidden_sheets", fault.Text{
	VI: "Không có trang tính nào đang hiện chứa danh sách; tệp còn trang tính bị ẩn. Hãy bỏ ẩn trang cần nạp, lưu lại rồi tải lên.",
	EN: "No visible sheet holds a list, and the file has hidden sheets. Unhide the sheet to load, save the file and upload it again."})

// sheet is one visible sheet of an uploaded workbook.
type sheet struct {
	book     *excelize.File
	name     string
	from1904 bool
}

// eachSheet reads the visible sheets of a checked workbook in their order and reports whether others are
// hidden. Formulas are not evaluated: the value that Excel saved is taken as text. A fault inside the library
// is an unreadable file.
func eachSheet(file []byte, read func(sheet) error) (hidden bool, err error) {
	defer func() {
		if recover() != nil {
			err = ErrRosterUnreadable.Because(errors.New("the library gave up on the workbook"))
		}
	}()
	// Equal limits: no part is ever written to a temporary file.
	book, err := excelize.OpenReader(bytes.NewReader(file), excelize.Options{
		RawCellValue: true, UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: maxUnpacked})
	if err != nil {
		return false, ErrRosterUnreadable.Because(err)
	}
	defer book.Close()
	dates, err := book.GetWorkbookProps()
	if err != nil {
		return false, ErrRosterUnreadable.Because(err)
	}
	from1904 := dates.Date1904 != nil && *dates.Date1904
	names := book.GetSheetList()
	for _, name := range names[:min(len(names), maxSheets)] {
		if visible, err := book.GetSheetVisible(name); err != nil || !visible {
			hidden = true
			continue
		}
		if err := read(sheet{book, name, from1904}); err != nil {
			return hidden, err
		}
	}
	return hidden, nil
}

// eachRow gives the rows of a sheet one by one until take says errNoHeader. Errors: ErrRosterSlow,
// ErrRosterUnreadable, those of take.
func (s sheet) eachRow(ctx context.Context, take func(number int, cells []string) error) error {
	rows, err := s.book.Rows(s.name)
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
		if err := take(number, cells); errors.Is(err, errNoHeader) {
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
