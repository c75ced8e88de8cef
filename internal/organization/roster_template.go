package organization

import (
	"bytes"
	"strconv"

	"github.com/xuri/excelize/v2"

	"taphuan/internal/access"
	"taphuan/internal/fault"
)

// exampleMark stands in the first cell of an example row, which is not read.
var exampleMark = fault.Text{VI: "ví dụ", EN: "example"}

// templateColumn is a column of a template; choices become a drop-down list.
type templateColumn struct {
	heading fault.Text // the reader knows it
	width   float64
	example fault.Text
	choices []fault.Text
}

// same is a text that both languages write alike.
func same(text string) fault.Text { return fault.Text{VI: text, EN: text} }

var templates = map[RosterKind][]templateColumn{
	StudentRoster: {
		{heading: fault.Text{VI: "STT", EN: "No."}, width: 10, example: exampleMark},
		{heading: fault.Text{VI: "Họ và tên", EN: "Full name"}, width: 30, example: same("Nguyễn Thị Mẫu")},
		{heading: fault.Text{VI: "Lớp", EN: "Class"}, width: 12, example: same("10A1")},
		{heading: fault.Text{VI: "Mã học sinh", EN: "Student code"}, width: 18, example: same("HS0001")},
		{heading: fault.Text{VI: "Năm sinh", EN: "Year of birth"}, width: 14, example: same("2010")},
	},
	OfficerRoster: {
		{heading: fault.Text{VI: "STT", EN: "No."}, width: 10, example: exampleMark},
		{heading: fault.Text{VI: "Họ và tên", EN: "Full name"}, width: 30, example: same("Nguyễn Văn Mẫu")},
		{heading: fault.Text{VI: "Mã cán bộ", EN: "Staff code"}, width: 16, example: same("CB0001")},
		{heading: fault.Text{VI: "Năm sinh", EN: "Year of birth"}, width: 14, example: same("1985")},
		{heading: fault.Text{VI: "Chức vụ", EN: "Position"}, width: 26, example: same("Chuyên viên")},
		{heading: fault.Text{VI: "Mã đơn vị", EN: "Unit code"}, width: 16, example: same("21085-VP")},
		{heading: fault.Text{VI: "Đơn vị", EN: "Unit"}, width: 34, example: same("Văn phòng HĐND và UBND xã Bình Minh")},
		{heading: fault.Text{VI: "Chuyên trách/Kiêm nhiệm", EN: "Staffing"}, width: 26, example: fault.Text{VI: "Kiêm nhiệm", EN: "Dual role"},
			choices: []fault.Text{{VI: "Chuyên trách", EN: "Dedicated"}, {VI: "Kiêm nhiệm", EN: "Dual role"}}},
		{heading: fault.Text{VI: "Từ ngày", EN: "From date"}, width: 14, example: same("01/07/2025")},
	},
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
	if _, known := templates[kind]; !known {
		return nil, ErrRosterKindUnknown
	}
	book := excelize.NewFile()
	defer book.Close()
	if err := fillRoster(book, book.GetSheetName(0), kind, locale); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	_, err := book.WriteTo(&out)
	return out.Bytes(), err
}

// templateRow is the row of the headings in a list of people, below its note.
const templateRow = 3

// fillRoster writes the note, the headings and the example of a list of people into a sheet.
func fillRoster(book *excelize.File, sheet string, kind RosterKind, locale string) error {
	if err := fillTemplate(book, sheet, templates[kind], templateRow, locale); err != nil {
		return err
	}
	return book.SetCellStr(sheet, "A1", templateNotes[kind].In(locale))
}

// fillTemplate writes headings into a row of a sheet and their examples below it.
func fillTemplate(book *excelize.File, sheet string, columns []templateColumn, row int, locale string) error {
	bold, err := book.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return err
	}
	text, err := book.NewStyle(&excelize.Style{NumFmt: 49}) // codes keep their zeros
	if err != nil {
		return err
	}
	headings, examples := strconv.Itoa(row), strconv.Itoa(row+1)
	for i, c := range columns {
		letter := columnLetter(i)
		if err := book.SetColWidth(sheet, letter, letter, c.width); err != nil {
			return err
		}
		if err := book.SetColStyle(sheet, letter, text); err != nil {
			return err
		}
		if err := book.SetCellStr(sheet, letter+headings, c.heading.In(locale)); err != nil {
			return err
		}
		if err := book.SetCellStr(sheet, letter+examples, c.example.In(locale)); err != nil {
			return err
		}
		if err := addChoices(book, sheet, letter+examples+":"+letter+"5000", c.choices, locale); err != nil {
			return err
		}
	}
	return book.SetCellStyle(sheet, "A"+headings, columnLetter(len(columns)-1)+headings, bold)
}

func addChoices(book *excelize.File, sheet, cells string, choices []fault.Text, locale string) error {
	if len(choices) == 0 {
		return nil
	}
	words := make([]string, len(choices))
	for i, c := range choices {
		words[i] = c.In(locale)
	}
	list := excelize.NewDataValidation(true)
	list.SetSqref(cells)
	if err := list.SetDropList(words); err != nil {
		return err
	}
	return book.AddDataValidation(sheet, list)
}
