package organization

import (
	"bytes"
	"strconv"

	"github.com/xuri/excelize/v2"

	"taphuan/internal/fault"
)

// sheetTemplate are the headings of the template, with an example.
var sheetTemplate = []struct {
	head, example fault.Text
	width         float64
}{
	{fault.Text{VI: "Mã", EN: "Code"}, fault.Text{VI: "21085-VP", EN: "21085-VP"}, 14},
	{fault.Text{VI: "Tên cơ quan", EN: "Agency"}, fault.Text{VI: "Văn phòng HĐND và UBND xã Bình Minh", EN: "Văn phòng HĐND và UBND xã Bình Minh"}, 42},
	{fault.Text{VI: "Tên viết tắt", EN: "Short name"}, fault.Text{}, 14},
	{fault.Text{VI: "Loại", EN: "Kind"}, fault.Text{VI: "Đơn vị", EN: "unit"}, 18},
	{fault.Text{VI: "Mã cấp trên", EN: "Parent code"}, fault.Text{VI: "21085", EN: "21085"}, 14},
	{fault.Text{VI: "Mã cấp trên chuyên môn", EN: "Professional parent code"}, fault.Text{}, 24},
	{fault.Text{VI: "Địa chỉ", EN: "Address"}, fault.Text{}, 34},
	{fault.Text{VI: "Điện thoại", EN: "Phone"}, fault.Text{}, 16},
	{fault.Text{VI: "Email", EN: "Email"}, fault.Text{}, 24},
	{fault.Text{VI: "Từ ngày", EN: "From"}, fault.Text{VI: "01/07/2025", EN: "01/07/2025"}, 14},
	{fault.Text{VI: "Văn bản", EN: "Document"}, fault.Text{VI: "Nghị quyết số 1677/NQ-UBTVQH15", EN: "Nghị quyết số 1677/NQ-UBTVQH15"}, 42},
}

// guideKinds are the kinds as the guide lists them.
var guideKinds = []string{"Tỉnh", "Sở, ngành", "Cơ quan Đảng", "Đoàn thể", "Công an", "Huyện", "Xã", "Phường", "Đặc khu", "Đại học, cao đẳng", "Trường", "Doanh nghiệp", "Đơn vị"}

// AgencyTemplate returns the workbook to fill in, as .xlsx: a sheet of agencies, a sheet of people, which a
// roster reads out of the same file, and a guide.
func AgencyTemplate(locale string) ([]byte, error) {
	book := excelize.NewFile()
	defer book.Close()
	agencies, people := fault.Text{VI: "Cơ quan", EN: "Agencies"}.In(locale), fault.Text{VI: "Người", EN: "People"}.In(locale)
	if err := book.SetSheetName(book.GetSheetName(0), agencies); err != nil {
		return nil, err
	}
	if err := fillAgencies(book, agencies, locale); err != nil {
		return nil, err
	}
	if _, err := book.NewSheet(people); err != nil {
		return nil, err
	}
	if err := fillTemplate(book, people, OfficerRoster, locale); err != nil {
		return nil, err
	}
	if err := writeGuide(book, fault.Text{VI: "Hướng dẫn", EN: "Guide"}.In(locale), locale); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	_, err := book.WriteTo(&out)
	return out.Bytes(), err
}

// fillAgencies writes the headings and the example of the list of agencies into a sheet.
func fillAgencies(book *excelize.File, sheet, locale string) error {
	bold, err := book.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return err
	}
	text, err := book.NewStyle(&excelize.Style{NumFmt: 49}) // codes keep their zeros
	if err != nil {
		return err
	}
	for i, c := range sheetTemplate {
		letter := columnLetter(i)
		if err := book.SetColStyle(sheet, letter, text); err != nil {
			return err
		}
		for cell, text := range map[string]string{letter + "1": c.head.In(locale), letter + "2": c.example.In(locale)} {
			if err := book.SetCellStr(sheet, cell, text); err != nil {
				return err
			}
		}
		if err := book.SetColWidth(sheet, letter, letter, c.width); err != nil {
			return err
		}
	}
	return book.SetCellStyle(sheet, "A1", columnLetter(len(sheetTemplate)-1)+"1", bold)
}

// guideLines are the guide but for the kinds of agency.
var guideLines = []fault.Text{
	{VI: "Nạp cơ quan trước, rồi nạp người từ chính tệp này. Chỉ điền trang cần nạp; nạp lại cùng tệp thì không có gì thay đổi.", EN: "Load the agencies first, then the people out of this same file. Fill in only the sheet that you need; loading the same file again changes nothing."},
	{VI: "Trang Cơ quan: xóa dòng ví dụ, rồi điền mỗi cơ quan một dòng. Cơ quan cấp trên đứng ở dòng phía trên. Mã không đổi theo thời gian.", EN: "Agencies: delete the example, then fill in one agency a row. A parent stands in a row above. A code never changes."},
	{VI: "Cơ quan đã có mà khác tên hoặc khác cấp trên sẽ được đổi tên hoặc chuyển cấp trên từ ngày đã ghi, theo văn bản đã ghi.", EN: "A known agency with another name or parent is renamed or moved from the given day, by the given document."},
	{VI: "Trang Người: mỗi người một dòng, kèm mã cán bộ. Mã đơn vị là mã ở trang Cơ quan. Người do đầu mối của cơ quan nạp.", EN: "People: one person a row, with the staff code. The unit code is the code in the sheet of agencies. The agency's focal point loads the people."},
	{VI: "Các loại cơ quan:", EN: "The kinds of agency:"},
}

func writeGuide(book *excelize.File, guide, locale string) error {
	if _, err := book.NewSheet(guide); err != nil {
		return err
	}
	var lines []string
	for _, line := range guideLines {
		lines = append(lines, line.In(locale))
	}
	for i, line := range append(lines, guideKinds...) {
		if err := book.SetCellStr(guide, "A"+strconv.Itoa(i+1), line); err != nil {
			return err
		}
	}
	return book.SetColWidth(guide, "A", "A", 120)
}
