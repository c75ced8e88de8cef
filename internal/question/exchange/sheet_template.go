package exchange

import (
	"strings"

	"github.com/xuri/excelize/v2"
)

// The sheet of instructions, line by line; a line with a tab has two columns.
const sheetGuide = `HƯỚNG DẪN SOẠN CÂU HỎI
Mỗi dòng của trang «Câu hỏi» là một câu. Có thể bỏ trống cột không dùng, đổi thứ tự cột, thêm cột của riêng mình (cột lạ được bỏ qua và báo lại).
Nội dung câu hỏi	Bắt buộc. Xuống dòng trong ô bằng Alt+Enter.
Loại	Chọn trong danh sách. Bỏ trống: có phương án là câu một hoặc nhiều lựa chọn (theo đáp án); không có phương án thì theo đáp án (Đúng/Sai, số, chữ).
Phương án A ... J	Điền lần lượt, không bỏ cách.
Đáp án – Một lựa chọn	Chữ cái: B
Đáp án – Nhiều lựa chọn	Các chữ cái: A; C. Muốn cho trọng số: A=50%; C=50%; B=-25%
Đáp án – Đúng/Sai	Đúng hoặc Sai
Đáp án – Số	25,5 hoặc 25,5 ± 0,5 km
Đáp án – Trả lời ngắn	Các câu trả lời được chấp nhận, cách nhau bằng dấu chấm phẩy: Hà Nội; Thủ đô Hà Nội
Ghép đôi, Phân nhóm, Bảng chọn	Mỗi ô phương án ghi một cặp: vế trái => vế phải. Phương án gây nhiễu: => vế phải. Cột Đáp án bỏ trống.
Sắp xếp	Ghi các mục vào ô phương án theo đúng thứ tự. Cột Đáp án bỏ trống.
Tự luận	Cột Đáp án là gợi ý chấm. Thang chấm sửa lại sau khi nhập.
Mức độ	1 (nhận biết), 2 (thông hiểu), 3 (vận dụng)
Điểm, Điểm trừ	Số điểm của câu, ví dụ 0,5. Bỏ trống là 1 điểm, không trừ.
Cách chấm	Nhiều lựa chọn: Từng phần; Đúng hết mới có điểm; Từng phương án. Trả lời ngắn: Bỏ qua dấu; Phân biệt hoa thường; Dấu * thay cho chữ bất kỳ.
Cột tiếng Anh	Các cột có (EN) là bản tiếng Anh, điền khi có.
Không đưa bí mật nhà nước hoặc dữ liệu cá nhân vào câu hỏi.`

// sheetExamples are rows of the sheet of examples.
var sheetExamples = []sheetCells{
	{"number": "1", "topic": "An toàn thông tin", "level": "1", "type": "Một lựa chọn", "stem": "Mật khẩu nào khó đoán nhất?", "option.A": "123456",
		"option.B": "Tên và ngày sinh", "option.C": "Một câu dài gồm nhiều từ không liên quan", "option.D": "Số điện thoại", "answer": "C",
		"explain": "Mật khẩu càng dài và càng khó đoán thì càng an toàn.", "points": "1"},
	{"number": "2", "topic": "An toàn thông tin", "level": "2", "type": "Nhiều lựa chọn", "stem": "Dấu hiệu nào cho thấy thư có thể là lừa đảo?",
		"option.A": "Thúc giục trả lời ngay", "option.B": "Gửi từ địa chỉ lạ", "option.C": "Có chữ ký của người gửi", "answer": "A; B", "points": "1", "scoring": "Từng phần"},
	{"number": "3", "topic": "An toàn thông tin", "level": "1", "type": "Đúng/Sai", "stem": "Nên dùng chung một mật khẩu cho mọi tài khoản.", "answer": "Sai", "points": "0,5"},
	{"number": "4", "topic": "Tính toán", "level": "2", "type": "Số", "stem": "Lớp có 40 người, 30 người đạt. Tỷ lệ đạt là bao nhiêu?", "answer": "75 %", "points": "1"},
	{"number": "5", "topic": "Địa lý", "level": "1", "type": "Ghép đôi", "stem": "Ghép mỗi nơi với tỉnh của nó.", "option.A": "Đảo Lý Sơn => Quảng Ngãi",
		"option.B": "Phố cổ Hội An => Đà Nẵng", "option.C": "=> Gia Lai", "points": "1"},
	{"number": "6", "topic": "Quy trình", "level": "3", "type": "Sắp xếp", "stem": "Sắp xếp các bước xử lý khi nhận thư lạ.", "option.A": "Dừng lại, không mở liên kết",
		"option.B": "Báo cho bộ phận phụ trách", "option.C": "Xóa thư theo hướng dẫn", "points": "1"},
}

// SheetTemplate returns a workbook to write questions into, with a sheet of instructions and one of examples.
func SheetTemplate() ([]byte, error) {
	book := excelize.NewFile()
	defer book.Close()
	var shown []column
	for _, c := range orderedColumns() {
		if plain := !strings.HasPrefix(c.key, "explain."); plain && c.key != "name" && (!strings.HasPrefix(c.key, "option.") || c.key < "option.G") {
			shown = append(shown, c)
		}
	}
	if err := book.SetSheetName("Sheet1", sheetName); err != nil {
		return nil, err
	}
	if err := writeRows(book, sheetName, shown, nil); err != nil {
		return nil, err
	}
	if err := choicesInCells(book, shown); err != nil {
		return nil, err
	}
	if err := guideSheet(book); err != nil {
		return nil, err
	}
	if _, err := book.NewSheet("Ví dụ"); err != nil {
		return nil, err
	}
	if err := writeRows(book, "Ví dụ", shown, sheetExamples); err != nil {
		return nil, err
	}
	out, err := book.WriteToBuffer()
	if err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// choicesInCells lets Excel offer the types and the difficulties.
func choicesInCells(book *excelize.File, shown []column) error {
	var types []string
	for _, t := range sheetTypes {
		types = append(types, t.name)
	}
	lists := map[string][]string{"type": types, "level": {"1", "2", "3"}}
	for i, c := range shown {
		if lists[c.key] == nil {
			continue
		}
		name, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return err
		}
		rule := excelize.NewDataValidation(true)
		rule.Sqref = name + "2:" + name + "10001"
		if err := rule.SetDropList(lists[c.key]); err != nil {
			return err
		}
		if err := book.AddDataValidation(sheetName, rule); err != nil {
			return err
		}
	}
	return nil
}

func guideSheet(book *excelize.File) error {
	const name = "Hướng dẫn"
	if _, err := book.NewSheet(name); err != nil {
		return err
	}
	stream, err := book.NewStreamWriter(name)
	if err != nil {
		return err
	}
	wrap, err := book.NewStyle(&excelize.Style{Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
	if err != nil {
		return err
	}
	for i, width := range []float64{34, 110} {
		if err := stream.SetColWidth(i+1, i+1, width); err != nil {
			return err
		}
	}
	for i, text := range strings.Split(sheetGuide, "\n") {
		var row []any
		for cell := range strings.SplitSeq(text, "\t") {
			row = append(row, excelize.Cell{Value: cell, StyleID: wrap})
		}
		at, err := excelize.CoordinatesToCellName(1, i+1)
		if err != nil {
			return err
		}
		if err := stream.SetRow(at, row); err != nil {
			return err
		}
	}
	return stream.Flush()
}
