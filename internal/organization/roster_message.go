package organization

import (
	"fmt"
	"time"

	"taphuan/internal/fault"
)

// RosterMessage is what is to be said about a row: a code, and where. The words are chosen when it
// is read, in the reader's language. It is stored as JSON.
type RosterMessage struct {
	Code string     `json:"code"`
	Cell string     `json:"cell,omitempty"` // "C12"
	Row  int        `json:"row,omitempty"`  // the other row that it speaks of
	Name string     `json:"name,omitempty"` // the units that it speaks of; never a person
	Day  *time.Time `json:"day,omitempty"`  // of which it speaks
}

// Text names the cell and the cure in both languages.
func (m RosterMessage) Text() fault.Text {
	text, known := rosterTexts[m.Code]
	if !known {
		text = fault.TextInvalid
	}
	if m.Name != "" {
		text = fault.Text{VI: fmt.Sprintf(text.VI, m.Name), EN: fmt.Sprintf(text.EN, m.Name)}
	}
	if m.Day != nil {
		text = fault.Text{VI: fmt.Sprintf(text.VI, dayVI(*m.Day)), EN: fmt.Sprintf(text.EN, dayEN(*m.Day))}
	}
	if m.Row > 0 {
		text = fault.Text{VI: fmt.Sprintf(text.VI, m.Row), EN: fmt.Sprintf(text.EN, m.Row)}
	}
	if m.Cell == "" {
		return text
	}
	return fault.Text{VI: "Ô " + m.Cell + ": " + text.VI, EN: "Cell " + m.Cell + ": " + text.EN}
}

// rosterTexts holds the words of every code; "%d" stands in those that speak of
// another row, "%s" in those that name units or a day.
var rosterTexts = map[string]fault.Text{
	"name.missing":         {VI: "Chưa có họ và tên. Hãy điền họ và tên.", EN: "The full name is missing. Fill it in."},
	"name.too_long":        {VI: "Họ và tên dài quá 120 ký tự. Hãy kiểm tra xem ô có lẫn nội dung khác không.", EN: "The full name is longer than 120 characters. Check whether something else stands in the cell."},
	"name.symbols":         {VI: "Họ và tên có chữ số hoặc ký hiệu lạ. Hãy chỉ ghi họ và tên.", EN: "The full name holds digits or symbols. Write the name only."},
	"name.legacy_font":     {VI: "Họ và tên được gõ bằng phông chữ cũ (TCVN3 hoặc VNI). Hãy chuyển cả tệp sang Unicode rồi tải lên lại.", EN: "The name was typed in an old font (TCVN3 or VNI). Convert the file to Unicode and upload it again."},
	"class.missing":        {VI: "Chưa biết học sinh thuộc lớp nào. Hãy điền tên lớp, ví dụ 10A1.", EN: "The class is missing. Fill in its name, such as 10A1."},
	"class.too_long":       {VI: "Tên lớp dài quá 40 ký tự. Hãy ghi gọn, ví dụ 10A1.", EN: "The class name is longer than 40 characters. Shorten it, such as 10A1."},
	"class.symbols":        {VI: "Tên lớp có ký hiệu lạ hoặc công thức bị lỗi. Hãy gõ lại tên lớp, ví dụ 10A1.", EN: "The class name holds odd symbols or a broken formula. Type it again, such as 10A1."},
	"code.too_long":        {VI: "Mã dài quá 40 ký tự. Hãy kiểm tra lại mã.", EN: "The code is longer than 40 characters. Check it."},
	"code.symbols":         {VI: "Mã chỉ gồm chữ cái, chữ số và các dấu . - _ /. Hãy gõ lại mã.", EN: "A code holds letters, digits and . - _ / only. Type it again."},
	"code.identity":        {VI: "Mã này giống số định danh cá nhân (CCCD) nên không được lưu. Hãy dùng mã của trường hoặc cơ quan nếu có.", EN: "This code looks like a personal identity number, so it was not kept. Use the school's or agency's own code if there is one."},
	"code.staff":           {VI: "Mã này đang là mã của một cán bộ, giáo viên trong trường. Hãy kiểm tra lại mã.", EN: "This code belongs to a member of the school's staff. Check the code."},
	"code.other":           {VI: "Mã này đang thuộc về một người khác tên. Hãy kiểm tra lại mã và họ tên.", EN: "This code belongs to somebody of another name. Check the code and the name."},
	"birth.unreadable":     {VI: "Không đọc được ngày sinh hoặc năm sinh. Hãy ghi dạng 05/09/2009 hoặc chỉ năm 2009.", EN: "The date or year of birth cannot be read. Write it as 05/09/2009, or the year only: 2009."},
	"birth.range":          {VI: "Năm sinh không hợp lý với năm học này. Hãy kiểm tra lại.", EN: "The year of birth does not fit the school year. Check it."},
	"same.code":            {VI: "Trùng mã với dòng %d trong tệp. Hãy xóa dòng thừa hoặc sửa mã.", EN: "The same code stands in row %d of the file. Delete one of the rows or correct the code."},
	"same.student":         {VI: "Trùng họ tên và lớp với dòng %d trong tệp. Nếu là hai người, hãy điền mã hoặc năm sinh cho cả hai.", EN: "The same name and class stand in row %d of the file. If these are two people, give both a code or a year of birth."},
	"same.officer":         {VI: "Trùng họ tên và đơn vị với dòng %d trong tệp. Nếu là hai người, hãy điền mã hoặc năm sinh cho cả hai.", EN: "The same name and unit stand in row %d of the file. If these are two people, give both a code or a year of birth."},
	"same.person":          {VI: "Dòng này và dòng %d cùng chỉ một người đã có. Hãy xóa dòng thừa hoặc điền mã cho cả hai.", EN: "This row and row %d name the same known person. Delete one of them, or give both a code."},
	"ambiguous":            {VI: "Đã có nhiều người trùng họ tên như dòng này. Hãy điền mã hoặc năm sinh.", EN: "Several known people have this name. Fill in the code or the year of birth."},
	"code.student":         {VI: "Mã này đang là mã của một học sinh. Hãy kiểm tra lại mã.", EN: "This code belongs to a student. Check the code."},
	"namesake.unit":        {VI: "Trong cơ quan đã có người trùng họ tên ở đơn vị khác. Nếu đây chính là người đó, hãy điền mã hoặc năm sinh trước khi ghi.", EN: "Somebody of this name is in another unit of the agency. If this is the same person, fill in the code or the year of birth before you commit."},
	"elsewhere":            {VI: "Người có mã này đang ở cơ quan khác. Hãy đề nghị cơ quan đó chuyển người này đi, rồi tiếp nhận; danh sách không tự lấy người của cơ quan khác.", EN: "The person of this code is at another agency. Ask that agency to release them, then take them in; a list never takes people from another agency."},
	"elsewhere.maybe":      {VI: "Có người trùng họ tên và năm sinh ở cơ quan khác. Nếu là người chuyển đến, hãy bỏ dòng này và làm thủ tục tiếp nhận; nếu không phải, cứ ghi.", EN: "Somebody of this name and year of birth is at another agency. If they are moving here, leave this row out and take them in; otherwise commit it."},
	"birth.officer_range":  {VI: "Năm sinh không hợp lý với người đang làm việc. Hãy kiểm tra lại.", EN: "The year of birth does not fit somebody who works. Check it."},
	"position.legacy_font": {VI: "Chức vụ được gõ bằng phông chữ cũ (TCVN3 hoặc VNI). Hãy chuyển cả tệp sang Unicode rồi tải lên lại.", EN: "The position was typed in an old font (TCVN3 or VNI). Convert the file to Unicode and upload it again."},
	"position.too_long":    {VI: "Chức vụ dài quá 200 ký tự. Hãy ghi gọn lại.", EN: "The position is longer than 200 characters. Shorten it."},
	"position.formula":     {VI: "Ô chức vụ là công thức bị lỗi. Hãy gõ lại chức vụ.", EN: "The position is a broken formula. Type it again."},
	"staffing.unreadable":  {VI: "Chỉ ghi Chuyên trách hoặc Kiêm nhiệm, hoặc để trống.", EN: "Write “Chuyên trách” (dedicated) or “Kiêm nhiệm” (dual role), or leave it empty."},
	"staffing.both":        {VI: "Đánh dấu cả chuyên trách và kiêm nhiệm. Hãy chỉ giữ một.", EN: "Both dedicated and dual role are ticked. Keep one."},
	"unit.unknown":         {VI: "Không có đơn vị này trong cơ quan. Hãy ghi đúng tên hoặc mã đơn vị trực thuộc.", EN: "There is no such unit in the agency. Write the name or the code of one of its units."},
	"unit.ambiguous":       {VI: "Có nhiều đơn vị cùng tên: %s. Hãy ghi mã đơn vị.", EN: "Several units have this name: %s. Write the unit's code."},
	"unit.hidden":          {VI: "Đơn vị này không công bố quân số nên không nhận danh sách có tên.", EN: "This unit does not publish its strength, so no names are taken."},
	"from.unreadable":      {VI: "Không đọc được ngày bắt đầu. Hãy ghi dạng 01/07/2025.", EN: "The first day cannot be read. Write it as 01/07/2025."},
	"from.range":           {VI: "Ngày bắt đầu không hợp lý. Hãy kiểm tra lại.", EN: "The first day is not plausible. Check it."},
	"from.future":          {VI: "Ngày bắt đầu ở tương lai. Hãy nhập dòng này khi đến ngày đó.", EN: "The first day lies in the future. Upload this row when the day has come."},
	"from.before_unit":     {VI: "Đơn vị chỉ có từ ngày muộn hơn, nên vị trí được ghi từ ngày lập đơn vị.", EN: "The unit was founded later, so the posting begins on the day of its founding."},
	"from.sealed":          {VI: "Ngày bắt đầu nằm trong kỳ đã hết hạn nộp báo cáo, nên vị trí được ghi từ ngày %s. Số liệu của kỳ đó giữ nguyên, kèm một dòng điều chỉnh.", EN: "The first day lies in a period whose reports were due, so the posting begins on %s. The figures of that period stay as they are, with a restatement line."},
	"from.before_posting":  {VI: "Ngày bắt đầu sớm hơn ngày vào vị trí hiện tại. Hãy sửa ngày, hoặc sửa vị trí tại trang của người này.", EN: "The first day lies before the present posting. Correct the day, or correct the posting on the person's page."},
	"row.stale":            {VI: "Người này vừa được thay đổi ở nơi khác nên dòng không được ghi. Hãy kiểm tra danh sách lại.", EN: "This person was changed elsewhere in the meantime, so the row was not written. Check the list again."},
	"undo.signed_in":       {VI: "Giữ lại: người này đã đăng nhập.", EN: "Kept: this person has signed in."},
	"undo.learning":        {VI: "Giữ lại: người này đã được giao hoặc bắt đầu khóa học.", EN: "Kept: this person was given or has begun a course."},
	"undo.used":            {VI: "Giữ lại: đã có dữ liệu khác gắn với người này.", EN: "Kept: other data rests on this person."},
	"undo.sealed":          {VI: "Giữ lại: kỳ báo cáo có những ngày này vừa hết hạn nộp, nên số liệu của kỳ đó giữ nguyên.", EN: "Kept: the report of the period that holds these days has become due, so its figures stay as they are."},
	"undo.changed":         {VI: "Giữ lại: người này đã được thay đổi sau khi ghi danh sách.", EN: "Kept: this person was changed after the list was written."},
	"namesake":             {VI: "Trong trường đã có học sinh trùng họ tên ở lớp khác. Nếu đây chính là học sinh đó, hãy điền mã hoặc năm sinh trước khi ghi.", EN: "A student of this name is in another class. If this is the same student, fill in the code or the year of birth before you commit."},
	"row.group":            {VI: "Dòng nhóm hoặc tiêu đề, không có người.", EN: "A group or title row without a person."},
	"row.example":          {VI: "Dòng ví dụ của tệp mẫu.", EN: "The example row of the template."},
	"row.header":           {VI: "Dòng tiêu đề cột.", EN: "A row of column headings."},
	"row.footer":           {VI: "Phần cuối danh sách (tổng số, người lập, ký tên).", EN: "The end of the list (totals, who made it, signatures)."},
}
