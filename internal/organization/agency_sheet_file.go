package organization

import (
	"bytes"
	"strconv"

	"github.com/xuri/excelize/v2"

	"taphuan/internal/fault"
)

// sheetTemplate are the columns of a list of agencies.
var sheetTemplate = []templateColumn{
	{heading: fault.Text{VI: "Mã", EN: "Code"}, width: 14, example: same("21085-VP")},
	{heading: fault.Text{VI: "Tên cơ quan", EN: "Agency"}, width: 42, example: same("Văn phòng HĐND và UBND xã Bình Minh")},
	{heading: fault.Text{VI: "Tên viết tắt", EN: "Short name"}, width: 14},
	{heading: fault.Text{VI: "Loại", EN: "Kind"}, width: 18, example: fault.Text{VI: "Đơn vị", EN: "unit"}},
	{heading: fault.Text{VI: "Mã cấp trên", EN: "Parent code"}, width: 14, example: same("21085")},
	{heading: fault.Text{VI: "Mã cấp trên chuyên môn", EN: "Professional parent code"}, width: 24},
	{heading: fault.Text{VI: "Địa chỉ", EN: "Address"}, width: 34},
	{heading: fault.Text{VI: "Điện thoại", EN: "Phone"}, width: 16},
	{heading: same("Email"), width: 24},
	{heading: fault.Text{VI: "Từ ngày", EN: "From"}, width: 14, example: same("01/07/2025")},
	{heading: fault.Text{VI: "Văn bản", EN: "Document"}, width: 42, example: same("Nghị quyết số 1677/NQ-UBTVQH15")},
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
	if err := fillTemplate(book, agencies, sheetTemplate, 1, locale); err != nil {
		return nil, err
	}
	if _, err := book.NewSheet(people); err != nil {
		return nil, err
	}
	if err := fillRoster(book, people, OfficerRoster, locale); err != nil {
		return nil, err
	}
	if err := writeGuide(book, fault.Text{VI: "Hướng dẫn", EN: "Guide"}.In(locale), locale); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	_, err := book.WriteTo(&out)
	return out.Bytes(), err
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
