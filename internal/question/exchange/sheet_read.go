package exchange

import (
	"bytes"
	"strings"

	"github.com/xuri/excelize/v2"

	"taphuan/internal/vietnamese"
)

// Bounds of a workbook.
const (
	maxSheets      = 50
	maxHeadingRow  = 20
	maxEmptyRows   = 200      // behind the last question
	maxWorkbook    = 64 << 20 // bytes of all parts together
	maxSheetColumn = 200
)

var (
	reasonNoHeading = words{"sheet.no_heading",
		"Trang «%s» không có dòng tiêu đề với cột «Nội dung câu hỏi» và «Đáp án» nên không được đọc.",
		"The sheet “%s” has no headings with the columns of question and answer, so it was not read."}
	reasonSheetPictures = words{"sheet.pictures",
		"Hình trong bảng tính không được nhập. Câu có hình nên soạn bằng Word.", "Pictures in the workbook were not imported. Write questions with pictures in Word."}
	reasonHiddenSheet = words{"sheet.hidden",
		"Trang ẩn «%s» không được đọc.", "The hidden sheet “%s” was not read."}
	reasonColumn = words{"sheet.column",
		"Trang «%s»: không hiểu cột «%s» nên đã bỏ qua.", "Sheet “%s”: the column “%s” is not understood and was left out."}
	reasonEmptyRows = words{"sheet.empty_rows",
		"Trang «%s»: chỉ đọc đến dòng %d vì sau đó có quá nhiều dòng trống.", "Sheet “%s”: rows behind row %d were not read, as too many empty ones follow."}
)

// readSheets reads every visible sheet with headings; the sheets of the template that explain are passed over.
func (im *importer) readSheets(data []byte) error {
	book, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{
		UnzipSizeLimit: maxWorkbook, UnzipXMLSizeLimit: maxWorkbook, RawCellValue: true})
	if err != nil {
		if strings.Contains(err.Error(), "exceeds") {
			return ErrUnpackedTooLarge.Because(err)
		}
		return ErrPackage.Because(err)
	}
	defer book.Close()
	sheets := book.GetSheetList()
	for _, name := range sheets[:min(len(sheets), maxSheets)] {
		folded := vietnamese.Fold(name)
		if folded == "huong dan" || folded == "vi du" {
			continue
		}
		if visible, err := book.GetSheetVisible(name); err == nil && !visible {
			im.notes.add(reasonHiddenSheet.reason(shown(name)))
			continue
		}
		if err := im.readSheet(book, name); err != nil {
			return err
		}
	}
	return nil
}

// readSheet reads the rows below the headings. Errors: ErrTooManyItems, ErrPackage.
func (im *importer) readSheet(book *excelize.File, name string) error {
	rows, err := book.Rows(name)
	if err != nil {
		return ErrPackage.Because(err)
	}
	defer rows.Close()
	s := sheetReader{importer: im, book: book, name: name}
	for number, empty := 1, 0; rows.Next(); number++ {
		cells, err := rows.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return ErrPackage.Because(err)
		}
		cells = cells[:min(len(cells), maxSheetColumn)]
		if strings.TrimSpace(strings.Join(cells, "")) == "" {
			if empty++; empty > maxEmptyRows {
				im.notes.add(reasonEmptyRows.reason(shown(name), number))
				break
			}
			continue
		}
		empty = 0
		if err := s.take(number, cells); err != nil {
			return err
		}
		if s.columns == nil && number >= maxHeadingRow {
			break
		}
	}
	if s.columns == nil {
		im.notes.add(reasonNoHeading.reason(shown(name)))
	}
	return nil
}

// sheetReader reads the rows of one sheet.
type sheetReader struct {
	*importer
	book    *excelize.File
	name    string
	columns map[string]int
}

func (s *sheetReader) take(number int, cells []string) error {
	if s.columns == nil {
		if found, ok := headings(cells); ok {
			s.columns = found
			s.unknown(cells)
		}
		return nil
	}
	row := sheetRow{sheet: s, number: number, cells: cells}
	if row.cell("stem") == "" && row.cell("answer") == "" && row.cell("option.A") == "" && row.cell("stem.en") == "" {
		return nil
	}
	row.draft = s.draft(row.title(), Place{Part: s.name, Line: number})
	row.read()
	return s.add(row.draft)
}

// unknown names the columns that no question has.
func (s *sheetReader) unknown(cells []string) {
	used := map[int]bool{}
	for _, at := range s.columns {
		used[at] = true
	}
	for i, cell := range cells {
		if strings.TrimSpace(cell) != "" && !used[i] {
			s.notes.add(reasonColumn.reason(shown(s.name), shown(cell)))
		}
	}
}
