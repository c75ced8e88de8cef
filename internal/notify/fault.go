package notify

import "taphuan/internal/fault"

// Faults of addresses and of settings.
var (
	ErrNoMailServer = fault.New(fault.Conflict, "notify.no_mail_server",
		fault.Text{VI: "Hệ thống này chưa nối máy chủ thư điện tử. Thông báo vẫn có trong hộp thông báo.", EN: "This installation has no mail server. Notices are still in the inbox."})
	ErrTooManyCodes = fault.New(fault.SlowDown, "notify.too_many_codes",
		fault.Text{VI: "Đã gửi nhiều mã trong ngày. Hãy thử lại sau.", EN: "Many codes were sent today. Try again later."})
	ErrWrongCode = fault.New(fault.Invalid, "notify.wrong_code",
		fault.Text{VI: "Mã chưa đúng. Hãy nhập mã trong thư mới nhất.", EN: "The code is not right. Enter the code of the newest mail."})
	ErrCodeExpired = fault.New(fault.Conflict, "notify.code_expired",
		fault.Text{VI: "Mã đã hết hạn hoặc đã nhập sai quá 5 lần. Hãy gửi mã mới.", EN: "The code has expired or was entered wrongly five times. Send a new one."})
)

var (
	textAddress = fault.Text{VI: "Đây chưa phải địa chỉ thư điện tử, ví dụ ten@coquan.gov.vn.", EN: "This is no mail address; an example is name@agency.gov.vn."}
	textKind    = fault.Text{VI: "Loại thông báo này không tắt được hoặc không có.", EN: "This kind of notice cannot be turned off, or does not exist."}
	textMinute  = fault.Text{VI: "Giờ yên lặng tính bằng phút trong ngày, từ 0 đến 1439.", EN: "Quiet hours are minutes of the day, 0 to 1439."}
)
