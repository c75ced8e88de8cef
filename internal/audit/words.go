package audit

import (
	"slices"

	"taphuan/internal/fault"
)

// actionNames says what each action is called. A test walks the code: an action without words fails it.
var actionNames = map[string]fault.Text{
	"change_password":      {VI: "Đổi mật khẩu", EN: "Changed the password"},
	"check_roster":         {VI: "Kiểm tra danh sách lớp", EN: "Checked a class list"},
	"commit_roster":        {VI: "Ghi danh sách lớp", EN: "Wrote a class list"},
	"create_admin":         {VI: "Tạo quản trị hệ thống đầu tiên", EN: "Created the first system administrator"},
	"create_plan":          {VI: "Lập kế hoạch", EN: "Created a plan"},
	"disable_account":      {VI: "Khóa tài khoản", EN: "Disabled an account"},
	"enable_account":       {VI: "Mở khóa tài khoản", EN: "Enabled an account"},
	"end_session":          {VI: "Kết thúc phiên do dùng lại mã phiên cũ", EN: "Ended a session whose old token came back"},
	"end_sessions":         {VI: "Đăng xuất khỏi mọi thiết bị", EN: "Signed out everywhere"},
	"enroll_class":         {VI: "Giao khóa học cho lớp", EN: "Assigned a course to a class"},
	"enroll_passkey":       {VI: "Thêm khóa truy cập", EN: "Added a passkey"},
	"enroll_totp":          {VI: "Bật xác thực hai bước", EN: "Turned two-step verification on"},
	"export_audit_log":     {VI: "Xuất nhật ký hệ thống", EN: "Exported the audit log"},
	"grant_role":           {VI: "Giao vai trò", EN: "Granted a role"},
	"import_course":        {VI: "Nhập khóa học", EN: "Imported a course"},
	"load_demonstration":   {VI: "Nạp dữ liệu minh họa", EN: "Loaded the demonstration"},
	"print_slips":          {VI: "In phiếu mật khẩu", EN: "Printed password slips"},
	"read_audit_log":       {VI: "Đọc nhật ký hệ thống", EN: "Read the audit log"},
	"remove_passkey":       {VI: "Xóa khóa truy cập", EN: "Removed a passkey"},
	"remove_totp":          {VI: "Tắt xác thực hai bước", EN: "Turned two-step verification off"},
	"reset_second_factors": {VI: "Đặt lại xác thực hai bước", EN: "Reset two-step verification"},
	"revoke_role":          {VI: "Thu hồi vai trò", EN: "Revoked a role"},
}

// readNames says what was opened, for the person whose rows they are. A test walks the code as well.
var readNames = map[string]fault.Text{
	"account_list":      {VI: "Tài khoản và vai trò", EN: "Account and roles"},
	"completion_export": {VI: "Danh sách kết quả học tập (xuất tệp)", EN: "List of learning results (exported)"},
	"completion_list":   {VI: "Danh sách kết quả học tập", EN: "List of learning results"},
	"people_list":       {VI: "Danh sách người của cơ quan", EN: "List of the agency's people"},
	"roster":            {VI: "Danh sách lớp đã nhập", EN: "Class list that was entered"},
	"slip":              {VI: "Phiếu mật khẩu dùng một lần", EN: "Slip with a one-time password"},
}

// Actions lists every action that has a name, in alphabetical order.
func Actions() []string { return sorted(actionNames) }

func sorted(names map[string]fault.Text) []string {
	keys := make([]string, 0, len(names))
	for key := range names {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// ActionName returns what an action is called; an unknown one is called by its key.
func ActionName(action string) fault.Text { return nameIn(actionNames, action) }

// ReadName returns what was opened; an unknown key is shown as it is.
func ReadName(what string) fault.Text { return nameIn(readNames, what) }

func nameIn(names map[string]fault.Text, key string) fault.Text {
	if name, known := names[key]; known {
		return name
	}
	return fault.Text{VI: key, EN: key}
}
