package fault

// Faults that any domain may return.
var (
	ErrInternal = New(Internal, "internal",
		Text{VI: "Hệ thống gặp lỗi. Hãy thử lại sau ít phút; nếu vẫn lỗi, báo mã yêu cầu cho quản trị.", EN: "Something went wrong on our side. Try again in a few minutes; if it persists, give the request id to an administrator."})
	ErrInvalid = New(Invalid, "invalid",
		Text{VI: "Dữ liệu gửi lên chưa đúng. Hãy xem lại các ô được đánh dấu.", EN: "The input is not valid. Check the marked fields."})
	ErrUnreadableText = New(Invalid, "unreadable_text",
		Text{VI: "Có ký tự không ghi được (thường lẫn vào khi dán từ phần mềm khác). Hãy xóa đoạn vừa dán và gõ lại.", EN: "The text holds a character that cannot be stored, often pasted from another program. Delete what you pasted and type it again."})
	ErrSignInRequired = New(Unauthenticated, "auth.required",
		Text{VI: "Hãy đăng nhập để tiếp tục.", EN: "Sign in to continue."})
	ErrSessionExpired = New(Unauthenticated, "auth.expired",
		Text{VI: "Phiên làm việc đã hết hạn.", EN: "The session has expired."})
	ErrForbidden = New(Forbidden, "forbidden",
		Text{VI: "Tài khoản này không có quyền thực hiện việc đó.", EN: "This account may not do that."})
	ErrNotFound = New(NotFound, "not_found",
		Text{VI: "Không tìm thấy nội dung này, hoặc tài khoản không có quyền xem.", EN: "This does not exist, or this account may not see it."})
	ErrUnavailable = New(Unavailable, "unavailable",
		Text{VI: "Hệ thống đang bận. Hãy thử lại sau ít giây.", EN: "The system is busy. Try again in a few seconds."})
	ErrTooLarge = New(TooLarge, "too_large",
		Text{VI: "Dữ liệu gửi lên quá lớn.", EN: "The input is too large."})
)

// Words shared by field faults.
var (
	TextRequired = Text{VI: "Không được để trống.", EN: "This is required."}
	TextTooLong  = Text{VI: "Dài quá mức cho phép.", EN: "This is too long."}
	TextInvalid  = Text{VI: "Giá trị không hợp lệ.", EN: "This value is not valid."}
	TextUnknown  = Text{VI: "Trường này không được dùng ở đây.", EN: "This field is not used here."}
)
