package organization

import (
	"fmt"

	"taphuan/internal/fault"
)

// RosterMessage is what is to be said about a row: a code, and where. The words are chosen when it
// is read, in the reader's language. It is stored as JSON.
type RosterMessage struct {
	Code string `json:"code"`
	Cell string `json:"cell,omitempty"` // "C12"
	Row  int    `json:"row,omitempty"`  // the other row that it speaks of
}

// Text names the cell and the cure in both languages.
func (m RosterMessage) Text() fault.Text {
	text, known := rosterTexts[m.Code]
	if !known {
		text = fault.TextInvalid
	}
	if m.Row > 0 {
		text = fault.Text{VI: fmt.Sprintf(text.VI, m.Row), EN: fmt.Sprintf(text.EN, m.Row)}
	}
	if m.Cell == "" {
		return text
	}
	return fault.Text{VI: "Ô " + m.Cell + ": " + text.VI, EN: "Cell " + m.Cell + ": " + text.EN}
}

// rosterTexts holds the words of every code; "%d" stands in those that speak of another row.
var rosterTexts = map[string]fault.Text{
	"name.missing":     {VI: "Chưa có họ và tên. Hãy điền họ và tên.", EN: "The full name is missing. Fill it in."},
	"name.too_long":    {VI: "Họ và tên dài quá 120 ký tự. Hãy kiểm tra xem ô có lẫn nội dung khác không.", EN: "The full name is longer than 120 characters. Check whether something else stands in the cell."},
	"name.symbols":     {VI: "Họ và tên có chữ số hoặc ký hiệu lạ. Hãy chỉ ghi họ và tên.", EN: "The full name holds digits or symbols. Write the name only."},
	"name.legacy_font": {VI: "Họ và tên được gõ bằng phông chữ cũ (TCVN3 hoặc VNI). Hãy chuyển cả tệp sang Unicode rồi tải lên lại.", EN: "The name was typed in an old font (TCVN3 or VNI). Convert the file to Unicode and upload it again."},
	"class.missing":    {VI: "Chưa biết học sinh thuộc lớp nào. Hãy điền tên lớp, ví dụ 10A1.", EN: "The class is missing. Fill in its name, such as 10A1."},
	"class.too_long":   {VI: "Tên lớp dài quá 40 ký tự. Hãy ghi gọn, ví dụ 10A1.", EN: "The class name is longer than 40 characters. Shorten it, such as 10A1."},
	"class.symbols":    {VI: "Tên lớp có ký hiệu lạ hoặc công thức bị lỗi. Hãy gõ lại tên lớp, ví dụ 10A1.", EN: "The class name holds odd symbols or a broken formula. Type it again, such as 10A1."},
	"code.too_long":    {VI: "Mã học sinh dài quá 40 ký tự. Hãy kiểm tra lại mã.", EN: "The student code is longer than 40 characters. Check it."},
	"code.symbols":     {VI: "Mã học sinh chỉ gồm chữ cái, chữ số và các dấu . - _ /. Hãy gõ lại mã.", EN: "A student code holds letters, digits and . - _ / only. Type it again."},
	"code.identity":    {VI: "Mã này giống số định danh cá nhân (CCCD) nên không được lưu. Hãy dùng mã học sinh của trường nếu có.", EN: "This code looks like a personal identity number, so it was not kept. Use the school's own student code if there is one."},
	"code.staff":       {VI: "Mã này đang là mã của một cán bộ, giáo viên trong trường. Hãy kiểm tra lại mã.", EN: "This code belongs to a member of the school's staff. Check the code."},
	"code.other":       {VI: "Mã này đang thuộc về một học sinh khác tên trong trường. Hãy kiểm tra lại mã và họ tên.", EN: "This code belongs to a student of another name in this school. Check the code and the name."},
	"birth.unreadable": {VI: "Không đọc được ngày sinh hoặc năm sinh. Hãy ghi dạng 05/09/2009 hoặc chỉ năm 2009.", EN: "The date or year of birth cannot be read. Write it as 05/09/2009, or the year only: 2009."},
	"birth.range":      {VI: "Năm sinh không hợp lý với năm học này. Hãy kiểm tra lại.", EN: "The year of birth does not fit the school year. Check it."},
	"same.code":        {VI: "Trùng mã với dòng %d trong tệp. Hãy xóa dòng thừa hoặc sửa mã.", EN: "The same code stands in row %d of the file. Delete one of the rows or correct the code."},
	"same.student":     {VI: "Trùng họ tên và lớp với dòng %d trong tệp. Nếu là hai người, hãy điền mã hoặc năm sinh cho cả hai.", EN: "The same name and class stand in row %d of the file. If these are two people, give both a code or a year of birth."},
	"same.person":      {VI: "Dòng này và dòng %d cùng chỉ một học sinh đã có. Hãy xóa dòng thừa hoặc điền mã cho cả hai.", EN: "This row and row %d name the same known student. Delete one of them, or give both a code."},
	"ambiguous":        {VI: "Trong trường có nhiều học sinh trùng họ tên như dòng này. Hãy điền mã học sinh.", EN: "Several students of this school have this name. Fill in the student code."},
	"namesake":         {VI: "Trong trường đã có học sinh trùng họ tên ở lớp khác. Nếu đây chính là học sinh đó, hãy điền mã hoặc năm sinh trước khi ghi.", EN: "A student of this name is in another class. If this is the same student, fill in the code or the year of birth before you commit."},
	"row.group":        {VI: "Dòng nhóm hoặc tiêu đề, không có học sinh.", EN: "A group or title row without a student."},
	"row.header":       {VI: "Dòng tiêu đề cột.", EN: "A row of column headings."},
	"row.footer":       {VI: "Phần cuối danh sách (tổng số, người lập, ký tên).", EN: "The end of the list (totals, who made it, signatures)."},
}
