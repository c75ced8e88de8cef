package gathering

import (
	"net/url"

	"taphuan/internal/fault"
)

// Faults of this domain.
var (
	ErrCodeTaken = fault.ErrInvalid.At("body.code", "taken",
		fault.Text{VI: "Mã lớp này đã dùng trong năm. Để trống để lấy mã kế tiếp.", EN: "This code is taken in that year. Leave it empty for the next one."})
	ErrClassEnded = fault.New(fault.Conflict, "class.ended",
		fault.Text{VI: "Lớp đã kết thúc hoặc đã hủy, không sửa được nữa.", EN: "The class has finished or was cancelled; it no longer changes."})
	ErrWay = fault.New(fault.Conflict, "class.state",
		fault.Text{VI: "Lớp không chuyển sang trạng thái này được. Hãy tải lại trang.", EN: "The class cannot go to that state. Load the page again."})
	ErrNoSessions = fault.New(fault.Conflict, "class.no_sessions",
		fault.Text{VI: "Lớp chưa có buổi học nào. Hãy thêm buổi học trước khi mở lớp.", EN: "The class has no sessions yet. Add them before opening it."})
	ErrRollCallsOpen = fault.New(fault.Conflict, "class.roll_calls_open",
		fault.Text{VI: "Còn buổi học chưa khóa điểm danh. Hãy khóa điểm danh từng buổi rồi kết thúc lớp.", EN: "Some roll calls are not closed. Close each of them, then finish the class."})
	ErrSeatsBelow = fault.ErrInvalid.At("body.seats", "below",
		fault.Text{VI: "Số chỗ ít hơn số người đã có chỗ.", EN: "Fewer seats than people who have one."})
	ErrCourseFixed = fault.New(fault.Conflict, "class.course_fixed",
		fault.Text{VI: "Lớp đã mở: không đổi được khóa học và cách tính chuyên cần.", EN: "The class is open: its course and what attendance counts as stay."})
	ErrSession = fault.ErrInvalid.At("body.sessions", "invalid",
		fault.Text{VI: "Mỗi buổi cần giờ bắt đầu trước giờ kết thúc, trong thời gian của lớp.", EN: "Each session begins before it ends, within the days of the class."})
	ErrDaysLeaveSession = fault.ErrInvalid.At("body.endsOn", "sessions",
		fault.Text{VI: "Có buổi học nằm ngoài thời gian này. Hãy sửa các buổi trước.", EN: "A session lies outside these days. Change the sessions first."})
	ErrSessionUsed = fault.New(fault.Conflict, "session.used",
		fault.Text{VI: "Buổi đã điểm danh thì không xóa và không đổi ngày được.", EN: "A session with a roll call is neither removed nor moved."})
	ErrNobodyFound = fault.ErrInvalid.At("body.codes", "unknown",
		fault.Text{VI: "Có mã không thuộc cơ quan này. Hãy kiểm tra lại danh sách mã.", EN: "Some code is not of this agency. Check the list of codes."})
	ErrChoice = fault.ErrInvalid.At("body", "choice",
		fault.Text{VI: "Chọn người, nhập mã, hoặc chọn những người chưa hoàn thành khóa học: đúng một cách, tối đa 500 người.", EN: "Pick people, give codes, or take those who have not completed the course: exactly one way, at most 500 people."})
	ErrTooManyInvited = fault.ErrInvalid.At("body.invitations", "too_many",
		fault.Text{VI: "Mời tối đa 300 đơn vị cho một lớp.", EN: "A class invites 300 agencies at most."})
	ErrQuota = fault.New(fault.Conflict, "class.quota",
		fault.Text{VI: "Vượt số người được cử của đơn vị. Hãy bớt người hoặc đề nghị đơn vị chủ trì tăng chỉ tiêu.", EN: "More people than the agency's quota. Name fewer, or ask the host for more."})
	ErrNotOpen = fault.New(fault.Conflict, "class.not_open",
		fault.Text{VI: "Lớp chưa mở hoặc đã kết thúc.", EN: "The class is not open yet, or has ended."})
	ErrRegistrationClosed = fault.New(fault.Conflict, "class.registration_closed",
		fault.Text{VI: "Lớp không nhận đăng ký vào lúc này.", EN: "The class takes no registrations now."})
	ErrOwnGrant = fault.New(fault.Forbidden, "class.own_grant",
		fault.Text{VI: "Không tự cử chính mình điều hành lớp. Hãy cử người khác.", EN: "Nobody names themselves to run a class. Name somebody else."})
	ErrEarly = fault.New(fault.Conflict, "roll_call.early",
		fault.Text{VI: "Chưa đến ngày của buổi học nên chưa điểm danh được.", EN: "The day of this session has not come yet."})
	ErrRollCallClosed = fault.New(fault.Conflict, "roll_call.closed",
		fault.Text{VI: "Điểm danh buổi này đã khóa. Muốn sửa, hãy nêu lý do.", EN: "This roll call is closed. Give a reason to correct it."})
	ErrRollCallRunning = fault.New(fault.Conflict, "roll_call.missing",
		fault.Text{VI: "Còn người chưa điểm danh. Hãy điểm danh đủ rồi khóa.", EN: "Some people have no mark yet. Mark everybody, then close."})
	ErrMark = fault.ErrInvalid.At("body.marks", "invalid",
		fault.Text{VI: "Có dòng điểm danh không hợp lệ: vắng có lý do phải chọn lý do, và người được điểm danh phải thuộc lớp.", EN: "A mark is not valid: an excused absence needs its reason, and the person must be of this class."})
)

func isHTTPS(address string) bool {
	u, err := url.Parse(address)
	return err == nil && u.Scheme == "https" && u.Host != ""
}
