package organization

import (
	"context"
	"errors"
	"io"

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
	book     *openBook
	name     string
	part     string
	from1904 bool
}

// eachSheet reads the visible sheets of a checked workbook in their order and reports whether others are
// hidden. Formulas are not evaluated: the value that Excel saved is taken as text. Errors: ErrRosterUnreadable,
// ErrRosterBomb, those of read.
func eachSheet(file []byte, read func(sheet) error) (hidden bool, err error) {
	book, err := openWorkbook(file, &work{})
	if err != nil {
		return false, err
	}
	for _, s := range book.sheets[:min(len(book.sheets), maxSheets)] {
		if !s.visible {
			hidden = true
			continue
		}
		if err := read(sheet{book: book, name: s.name, part: s.part, from1904: book.from1904}); err != nil {
			return hidden, err
		}
	}
	return hidden, nil
}

// eachRow gives the rows of a sheet that stand in the file, one by one, until take says errNoHeader; a chart has
// none. Errors: ErrServerBusy, ErrRosterUnreadable, ErrRosterBomb, those of take.
func (s sheet) eachRow(ctx context.Context, take func(number int, cells []string) error) error {
	m, err := s.book.marksOf(s.part)
	if m == nil {
		return err
	}
	defer m.part.Close()
	row := rowMarks{book: s.book}
	for {
		token, err := m.next()
		if errors.Is(err, io.EOF) && !row.inData {
			return nil
		}
		if errors.Is(err, io.EOF) {
			return ErrRosterUnreadable.Because(errors.New("a sheet does not end"))
		}
		if err != nil {
			return err
		}
		ended, err := row.put(token)
		if err != nil {
			return err
		}
		if !ended {
			continue
		}
		if !row.inData {
			return nil
		}
		if ctx.Err() != nil {
			return ErrServerBusy.Because(ctx.Err())
		}
		if err := take(row.number, row.cells); errors.Is(err, errNoHeader) {
			return nil
		} else if err != nil {
			return err
		}
	}
}
