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

// AgencyTemplate returns the empty list of agencies to fill in, as .xlsx, with a guide.
func AgencyTemplate(locale string) ([]byte, error) {
	book := excelize.NewFile()
	defer book.Close()
	list, guide := fault.Text{VI: "Cơ quan", EN: "Agencies"}.In(locale), fault.Text{VI: "Hướng dẫn", EN: "Guide"}.In(locale)
	if err := book.SetSheetName(book.GetSheetName(0), list); err != nil {
		return nil, err
	}
	bold, err := book.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return nil, err
	}
	for i, c := range sheetTemplate {
		column, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return nil, err
		}
		for cell, text := range map[string]string{column + "1": c.head.In(locale), column + "2": c.example.In(locale)} {
			if err := book.SetCellStr(list, cell, text); err != nil {
				return nil, err
			}
		}
		if err := book.SetColWidth(list, column, column, c.width); err != nil {
			return nil, err
		}
	}
	if err := book.SetRowStyle(list, 1, 1, bold); err != nil {
		return nil, err
	}
	if err := writeGuide(book, guide, locale); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	_, err = book.WriteTo(&out)
	return out.Bytes(), err
}

func writeGuide(book *excelize.File, guide, locale string) error {
	if _, err := book.NewSheet(guide); err != nil {
		return err
	}
	lines := []fault.Text{
		{VI: "Xóa dòng ví dụ, rồi điền mỗi cơ quan một dòng. Cơ quan cấp trên đứng ở dòng phía trên.", EN: "Delete the example, then fill in one agency a row. A parent stands in a row above."},
		{VI: "Mã không đổi theo thời gian: nạp lại cùng tệp thì không có gì thay đổi.", EN: "A code never changes: loading the same file again changes nothing."},
		{VI: "Cơ quan đã có mà khác tên hoặc khác cấp trên sẽ được đổi tên hoặc chuyển cấp trên từ ngày đã ghi, theo văn bản đã ghi.", EN: "A known agency with another name or parent is renamed or moved from the given day, by the given document."},
		{VI: "Các loại cơ quan:", EN: "The kinds of agency:"},
	}
	for _, kind := range guideKinds {
		lines = append(lines, fault.Text{VI: kind, EN: kind})
	}
	for i, line := range lines {
		if err := book.SetCellStr(guide, "A"+strconv.Itoa(i+1), line.In(locale)); err != nil {
			return err
		}
	}
	return book.SetColWidth(guide, "A", "A", 100)
}
