package organization

import "taphuan/internal/fault"

// Faults of people and postings. Each says what to do.
var (
	ErrCodeTaken = fault.New(fault.Conflict, "person.code_taken",
		fault.Text{VI: "Mã này đã có người khác trong cơ quan dùng. Hãy kiểm tra lại mã, hoặc để trống rồi bổ sung sau.", EN: "Somebody else in the agency has this code. Check the code, or leave it empty and add it later."})
	ErrNamesake = fault.New(fault.Conflict, "person.namesake",
		fault.Text{VI: "Cơ quan đã có người trùng họ tên. Hãy tìm và mở hồ sơ đó; nếu đúng là người khác, xác nhận để thêm.", EN: "The agency already has somebody of this name. Look for that entry and open it; if this is another person, confirm to add them."})
	ErrStudentPosting = fault.New(fault.Conflict, "posting.student",
		fault.Text{VI: "Học sinh không có vị trí công tác. Hãy xếp lớp cho học sinh.", EN: "Students have no postings. Put the student into a class."})
	ErrNotStudent = fault.New(fault.Conflict, "person.not_student",
		fault.Text{VI: "Việc này chỉ dành cho học sinh, sinh viên.", EN: "This is for students only."})
	ErrPostingOrder = fault.ErrInvalid.At("body.to", "order",
		fault.Text{VI: "Ngày kết thúc phải sau ngày bắt đầu.", EN: "The last day must come after the first."})
	ErrPostingDay = fault.ErrInvalid.At("body.from", "day",
		fault.Text{VI: "Ngày nằm ngoài khoảng cho phép: từ năm 1960 đến một năm sau hôm nay.", EN: "The day is out of bounds: from 1960 to a year from today."})
	ErrCountsTwice = fault.New(fault.Conflict, "posting.counts_twice",
		fault.Text{VI: "Trong khoảng ngày này người đó đã có một vị trí tính vào báo cáo. Hãy bỏ dấu “Tính vào báo cáo”, sửa ngày của vị trí kia, hoặc dùng chức năng Chuyển công tác.", EN: "In these days the person already has a posting that counts for reporting. Clear “Counts for reporting”, change the days of the other one, or use Move."})
	ErrPostingTwice = fault.New(fault.Conflict, "posting.twice",
		fault.Text{VI: "Vị trí này trùng với một vị trí đã có trong cùng cơ quan và cùng thời gian. Hãy sửa vị trí đã có.", EN: "There is the same posting in this agency at the same time. Change that one."})
	ErrMoveDay = fault.ErrInvalid.At("body.on", "day",
		fault.Text{VI: "Ngày chuyển phải sau ngày bắt đầu của vị trí hiện tại và không quá một năm kể từ hôm nay.", EN: "The day must come after the first day of the present posting and within a year from today."})
	ErrMoveLater = fault.New(fault.Conflict, "posting.later",
		fault.Text{VI: "Người này đã có vị trí bắt đầu sau ngày đó. Hãy sửa hoặc kết thúc vị trí ấy trước.", EN: "The person has a posting that begins after that day. Change or end it first."})
	ErrMoveSame = fault.ErrInvalid.At("body.agencyId", "same",
		fault.Text{VI: "Người này đang ở cơ quan đó. Hãy chọn cơ quan khác, hoặc sửa vị trí hiện tại.", EN: "The person is there already. Choose another agency, or change the present posting."})
	ErrTransferOpen = fault.New(fault.Conflict, "transfer.open",
		fault.Text{VI: "Người này đang chờ cơ quan khác tiếp nhận. Hãy rút đề nghị đó trước.", EN: "Another agency is asked to take this person in. Withdraw that first."})
	ErrTransferDecided = fault.New(fault.Conflict, "transfer.decided",
		fault.Text{VI: "Đề nghị chuyển này đã được xử lý. Tải lại trang để xem kết quả.", EN: "This move has been decided. Reload the page to see how."})
	ErrLockLater = fault.ErrInvalid.At("body.on", "lock_later",
		fault.Text{VI: "Chỉ khóa tài khoản được khi ngày nghỉ là hôm nay hoặc trước đó. Hãy bỏ chọn khóa tài khoản, hoặc đổi ngày.", EN: "An account is locked only when the last day is today or earlier. Leave the account open, or change the day."})
	ErrPrivileged = fault.New(fault.Forbidden, "person.privileged",
		fault.Text{VI: "Người này giữ vai trò mà tài khoản này không được quản lý. Hãy nhờ quản trị hệ thống.", EN: "This person holds a role that your account may not manage. Ask a system administrator."})
	ErrGuardianBasis = fault.New(fault.Conflict, "person.guardian_basis",
		fault.Text{VI: "Học sinh dưới 16 tuổi chưa có căn cứ đồng ý của người giám hộ. Nhà trường ghi nhận văn bản đồng ý trong hồ sơ học sinh rồi mới cấp tài khoản, in phiếu.", EN: "A student under 16 has no recorded basis from a guardian. Record the guardian's document in the student's page before an account or slip is issued."})
)
