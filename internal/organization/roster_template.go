package organization

import (
	"bytes"

	"github.com/xuri/excelize/v2"

	"taphuan/internal/access"
	"taphuan/internal/fault"
)

// exampleMark stands in the first cell of an example row, which is not read.
const exampleMark = "ví dụ"

// templateColumn is a column of a template; choices become a drop-down list.
type templateColumn struct {
	heading string // the reader knows it
	width   float64
	example string
	choices []string
}

var templates = map[RosterKind][]templateColumn{
	StudentRoster: {{"STT", 8, exampleMark, nil}, {"Họ và tên", 30, "Nguyễn Thị Mẫu", nil}, {"Lớp", 12, "10A1", nil}, {"Mã học sinh", 18, "HS0001", nil}, {"Năm sinh", 12, "2010", nil}},
	OfficerRoster: {{"STT", 8, exampleMark, nil}, {"Họ và tên", 30, "Nguyễn Văn Mẫu", nil}, {"Mã cán bộ", 16, "CB0001", nil}, {"Năm sinh", 12, "1985", nil}, {"Chức vụ", 26, "Chuyên viên", nil},
		{"Mã đơn vị", 16, "", nil}, {"Đơn vị", 34, "Phòng Văn hóa - Xã hội", nil}, {"Chuyên trách/Kiêm nhiệm", 26, "Kiêm nhiệm", []string{"Chuyên trách", "Kiêm nhiệm"}}, {"Từ ngày", 14, "01/07/2025", nil}},
}

var templateNotes = map[RosterKind]fault.Text{
	StudentRoster: {VI: "Không ghi dân tộc, tôn giáo, số định danh, địa chỉ: hệ thống không lưu. Dòng ví dụ được bỏ qua.", EN: "Write no ethnicity, religion, identity number or address: they are never stored. The example row is ignored."},
	OfficerRoster: {VI: "Không ghi dân tộc, tôn giáo, đảng viên, sức khỏe, số định danh: hệ thống không lưu. Đơn vị ghi theo mã hoặc tên. Dòng ví dụ được bỏ qua.", EN: "Write no ethnicity, religion, Party membership, health or identity number: they are never stored. Name units by code or name. The example row is ignored."},
}

// RosterTemplate returns an empty list with headings that the reader knows, a drop-down list where
// there are few answers, and an example row that the reader leaves out. It needs roster.manage.
func (s *Service) RosterTemplate(who access.Principal, kind RosterKind, locale string) ([]byte, error) {
	if err := who.Require(access.ManageRoster); err != nil {
		return nil, err
	}
	columns, known := templates[kind]
	if !known {
		return nil, ErrRosterKindUnknown
	}
	book := excelize.NewFile()
	defer book.Close()
	sheet := book.GetSheetName(0)
	if err := fillTemplate(book, sheet, templateNotes[kind].In(locale), columns); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	_, err := book.WriteTo(&out)
	return out.Bytes(), err
}

func fillTemplate(book *excelize.File, sheet, note string, columns []templateColumn) error {
	bold, err := book.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return err
	}
	text, err := book.NewStyle(&excelize.Style{NumFmt: 49}) // codes keep their zeros
	if err != nil {
		return err
	}
	if err := book.SetCellStr(sheet, "A1", note); err != nil {
		return err
	}
	for i, c := range columns {
		letter := columnLetter(i)
		if err := book.SetColWidth(sheet, letter, letter, c.width); err != nil {
			return err
		}
		if err := book.SetColStyle(sheet, letter, text); err != nil {
			return err
		}
		if err := book.SetCellStr(sheet, letter+"3", c.heading); err != nil {
			return err
		}
		if err := book.SetCellStr(sheet, letter+"4", c.example); err != nil {
			return err
		}
		if err := addChoices(book, sheet, letter, c.choices); err != nil {
			return err
		}
	}
	return book.SetCellStyle(sheet, "A3", columnLetter(len(columns)-1)+"3", bold)
}

func addChoices(book *excelize.File, sheet, letter string, choices []string) error {
	if len(choices) == 0 {
		return nil
	}
	list := excelize.NewDataValidation(true)
	list.SetSqref(letter + "4:" + letter + "5000")
	if err := list.SetDropList(choices); err != nil {
		return err
	}
	return book.AddDataValidation(sheet, list)
}
