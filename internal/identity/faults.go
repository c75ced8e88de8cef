package identity

import "taphuan/internal/fault"

// Faults of signing in and of accounts.
var (
	ErrWrongCredentials = fault.New(fault.Unauthenticated, "auth.wrong_credentials",
		fault.Text{VI: "Tên đăng nhập hoặc mật khẩu chưa đúng. Hãy kiểm tra phím Caps Lock và bộ gõ tiếng Việt.", EN: "The username or password is not right. Check Caps Lock and your keyboard's input method."})
	ErrOneTimeExpired = fault.New(fault.Unauthenticated, "auth.one_time_expired",
		fault.Text{VI: "Mật khẩu trên phiếu đã hết hạn. Hãy nhờ đầu mối hoặc giáo viên chủ nhiệm in phiếu mới.", EN: "The password on the slip has expired. Ask your focal point or class teacher for a new slip."})
	ErrSlowDown = fault.New(fault.SlowDown, "auth.slow_down",
		fault.Text{VI: "Đã thử sai nhiều lần. Hãy chờ một lát rồi thử lại.", EN: "Too many wrong tries. Wait a moment, then try again."})
	ErrDisabled = fault.New(fault.Forbidden, "auth.disabled",
		fault.Text{VI: "Tài khoản này đã bị khóa. Hãy liên hệ đầu mối của cơ quan.", EN: "This account is disabled. Contact your agency's focal point."})
	ErrOwnAccount = fault.New(fault.Conflict, "account.own",
		fault.Text{VI: "Không thể tự làm việc này với tài khoản của mình. Hãy nhờ một quản trị hệ thống khác.", EN: "You cannot do this with your own account. Ask another system administrator."})
	ErrWrongCode = fault.New(fault.Unauthenticated, "auth.wrong_code",
		fault.Text{VI: "Mã chưa đúng hoặc đã được dùng. Hãy nhập mã mới nhất trong ứng dụng xác thực.", EN: "The code is wrong or was already used. Enter the newest code of your authenticator app."})
	ErrSignInStale = fault.New(fault.Unauthenticated, "auth.sign_in_stale",
		fault.Text{VI: "Lần đăng nhập này đã quá thời gian chờ. Hãy đăng nhập lại từ đầu.", EN: "This sign-in has waited too long. Start again."})
	ErrWrongPassword = fault.New(fault.Invalid, "password.wrong",
		fault.Text{VI: "Mật khẩu hiện tại chưa đúng.", EN: "The current password is not right."})
	ErrTOTPActive = fault.New(fault.Conflict, "totp.active",
		fault.Text{VI: "Xác thực hai bước bằng ứng dụng đang bật. Hãy tắt trước khi thiết lập lại.", EN: "Two-step verification by app is already on. Turn it off before setting it up again."})
	ErrTOTPNotStarted = fault.New(fault.Conflict, "totp.not_started",
		fault.Text{VI: "Chưa có thiết lập nào đang chờ xác nhận. Hãy bắt đầu lại.", EN: "There is no set-up to confirm. Start again."})
	ErrPasskeyRefused = fault.New(fault.Unauthenticated, "passkey.refused",
		fault.Text{VI: "Không xác nhận được khóa truy cập này. Hãy thử lại hoặc đăng nhập bằng mật khẩu.", EN: "This passkey could not be verified. Try again or sign in with your password."})
	ErrPasskeyInvalid = fault.New(fault.Invalid, "passkey.invalid",
		fault.Text{VI: "Trình duyệt gửi lên khóa truy cập không hợp lệ. Hãy thử lại.", EN: "The browser sent a passkey that is not valid. Try again."})
	ErrPasskeyLimit = fault.New(fault.Conflict, "passkey.limit",
		fault.Text{VI: "Mỗi tài khoản có tối đa 10 khóa truy cập. Hãy xóa khóa không còn dùng.", EN: "An account holds at most 10 passkeys. Remove one that is no longer used."})
	ErrPasskeysOff = fault.New(fault.Conflict, "passkey.off",
		fault.Text{VI: "Khóa truy cập cần địa chỉ trang là tên miền; máy chủ này đang dùng địa chỉ IP.", EN: "Passkeys need a host name; this server is reached by an IP address."})
)

// Texts of password and username faults.
var (
	textPasswordShort  = fault.Text{VI: "Mật khẩu cần ít nhất 10 ký tự.", EN: "A password needs at least 10 characters."}
	textPasswordLong   = fault.Text{VI: "Mật khẩu dài nhất 128 ký tự.", EN: "A password has at most 128 characters."}
	textPasswordCommon = fault.Text{VI: "Mật khẩu này quá phổ biến, dễ bị đoán. Hãy ghép vài từ không liên quan với nhau.", EN: "This password is too common. Join a few words that have nothing to do with each other."}
	textPasswordName   = fault.Text{VI: "Mật khẩu không được trùng tên đăng nhập.", EN: "The password must not be the username."}
	textPasswordSame   = fault.Text{VI: "Mật khẩu mới phải khác mật khẩu hiện tại.", EN: "The new password must differ from the current one."}
	textUsernameShape  = fault.Text{VI: "Tên đăng nhập có 3 đến 64 ký tự: chữ cái, chữ số, dấu chấm, gạch nối, gạch dưới hoặc @.", EN: "A username has 3 to 64 characters: letters, digits, dot, hyphen, underscore or @."}
	textPasskeyName    = fault.Text{VI: "Tên khóa có 1 đến 80 ký tự.", EN: "A passkey's name has 1 to 80 characters."}
)
