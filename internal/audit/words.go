package audit

import (
	"slices"

	"taphuan/internal/fault"
)

// actionNames says what each action is called. A test walks the code: an action without words fails it.
var actionNames = map[string]fault.Text{
	"accept_recognition":      {VI: "Công nhận kết quả học", EN: "Accepted a recognition"},
	"add_person":              {VI: "Thêm người", EN: "Added a person"},
	"add_posting":             {VI: "Thêm vị trí công tác", EN: "Added a posting"},
	"add_question_image":      {VI: "Tải hình cho câu hỏi", EN: "Uploaded a picture for questions"},
	"add_reporter":            {VI: "Thêm cơ quan vào danh sách phải báo cáo", EN: "Added an agency that owes reports"},
	"answer_appeal":           {VI: "Trả lời phúc khảo", EN: "Answered an appeal"},
	"apply_agency_event":      {VI: "Ghi sự kiện tổ chức", EN: "Applied a change of agencies"},
	"approve_correction":      {VI: "Duyệt đính chính đáp án", EN: "Approved a correction of a key"},
	"approve_exemption":       {VI: "Duyệt miễn học", EN: "Approved an exemption"},
	"approve_decision_list":   {VI: "Duyệt danh sách kèm quyết định công nhận", EN: "Accepted a list with a decision"},
	"approve_register_act":    {VI: "Duyệt việc trên sổ cấp giấy chứng nhận", EN: "Approved an act in the certificate register"},
	"cancel_correction":       {VI: "Hủy đính chính đáp án", EN: "Cancelled a correction of a key"},
	"call_people":             {VI: "Cử người dự lớp tập huấn", EN: "Named people for a training class"},
	"change_class":            {VI: "Sửa lớp tập huấn", EN: "Changed a training class"},
	"change_password":         {VI: "Đổi mật khẩu", EN: "Changed the password"},
	"change_posting":          {VI: "Sửa vị trí công tác", EN: "Changed a posting"},
	"change_requirement":      {VI: "Sửa yêu cầu học", EN: "Changed a requirement"},
	"change_tests":            {VI: "Sửa ma trận đề", EN: "Changed the blueprints of tests"},
	"check_roster":            {VI: "Kiểm tra danh sách nhập", EN: "Checked a list to import"},
	"close_roll_call":         {VI: "Khóa điểm danh", EN: "Closed a roll call"},
	"commit_agency_sheet":     {VI: "Ghi danh mục cơ quan", EN: "Wrote a sheet of agencies"},
	"commit_roster":           {VI: "Ghi danh sách nhập", EN: "Wrote an imported list"},
	"correct_person":          {VI: "Sửa họ tên, thông tin của một người", EN: "Corrected a person's particulars"},
	"correct_roll_call":       {VI: "Sửa điểm danh đã khóa", EN: "Corrected a closed roll call"},
	"create_admin":            {VI: "Tạo quản trị hệ thống đầu tiên", EN: "Created the first system administrator"},
	"create_api_token":        {VI: "Tạo khóa kết nối", EN: "Created an API token"},
	"create_class":            {VI: "Lập lớp tập huấn", EN: "Created a training class"},
	"create_plan":             {VI: "Lập kế hoạch", EN: "Created a plan"},
	"create_requirement":      {VI: "Đặt yêu cầu học", EN: "Created a requirement"},
	"create_sitting":          {VI: "Mở đợt kiểm tra", EN: "Opened a sitting of a test"},
	"change_sitting":          {VI: "Sửa đợt kiểm tra", EN: "Changed a sitting of a test"},
	"cancel_sitting":          {VI: "Hủy đợt kiểm tra", EN: "Cancelled a sitting of a test"},
	"renew_code":              {VI: "Đổi mã vào phòng của đợt kiểm tra", EN: "Renewed the access code of a sitting"},
	"give_extra_time":         {VI: "Cho thêm giờ làm bài", EN: "Gave extra time at tests"},
	"end_extra_time":          {VI: "Thôi cho thêm giờ làm bài", EN: "Ended extra time at tests"},
	"decide_unit_shown":       {VI: "Đổi việc hiện tên đơn vị khi xác minh", EN: "Decided whether verification names the agency"},
	"decide_appeal":           {VI: "Quyết định đổi điểm sau phúc khảo", EN: "Decided on points after an appeal"},
	"decide_participant":      {VI: "Quyết định việc dự lớp tập huấn", EN: "Decided on a participant of a training class"},
	"decline_transfer":        {VI: "Từ chối tiếp nhận người", EN: "Declined a transfer"},
	"delete_national_number":  {VI: "Xóa số định danh", EN: "Deleted a national number"},
	"delete_video":            {VI: "Xóa video khỏi kho", EN: "Deleted a video from the library"},
	"disable_account":         {VI: "Khóa tài khoản", EN: "Disabled an account"},
	"enable_account":          {VI: "Mở khóa tài khoản", EN: "Enabled an account"},
	"end_absence":             {VI: "Kết thúc vắng dài ngày", EN: "Ended a long absence"},
	"end_reporter":            {VI: "Đưa cơ quan ra khỏi danh sách phải báo cáo", EN: "Took an agency off the list of who owes reports"},
	"end_requirement":         {VI: "Kết thúc yêu cầu học", EN: "Ended a requirement"},
	"end_session":             {VI: "Kết thúc phiên do dùng lại mã phiên cũ", EN: "Ended a session whose old token came back"},
	"end_sessions":            {VI: "Đăng xuất khỏi mọi thiết bị", EN: "Signed out everywhere"},
	"enroll_class":            {VI: "Giao khóa học cho lớp", EN: "Assigned a course to a class"},
	"enroll_passkey":          {VI: "Thêm khóa truy cập", EN: "Added a passkey"},
	"enroll_totp":             {VI: "Bật xác thực hai bước", EN: "Turned two-step verification on"},
	"export_audit_log":        {VI: "Xuất nhật ký hệ thống", EN: "Exported the audit log"},
	"finish_roster":           {VI: "Ghi xong danh sách nhập", EN: "Finished writing an imported list"},
	"finish_roster_undo":      {VI: "Hoàn tác xong danh sách nhập", EN: "Finished undoing an imported list"},
	"give_class":              {VI: "Giao chủ nhiệm lớp", EN: "Made somebody class teacher"},
	"grant_role":              {VI: "Giao vai trò", EN: "Granted a role"},
	"import_course":           {VI: "Nhập khóa học", EN: "Imported a course"},
	"save_question":           {VI: "Lưu bản mới của câu hỏi", EN: "Saved a new version of a question"},
	"approve_question":        {VI: "Duyệt câu hỏi", EN: "Approved a question"},
	"send_question_back":      {VI: "Trả lại câu hỏi để sửa", EN: "Sent a question back"},
	"rotate_credential_key":   {VI: "Thay khóa ký giấy chứng nhận", EN: "Replaced the key that signs credentials"},
	"retire_question":         {VI: "Ngừng dùng câu hỏi", EN: "Retired a question"},
	"restore_question":        {VI: "Dùng lại câu hỏi", EN: "Brought a question back"},
	"tag_question":            {VI: "Gắn nhãn câu hỏi", EN: "Tagged a question"},
	"publish_bank":            {VI: "Công bố ngân hàng câu hỏi", EN: "Published a question bank"},
	"import_questions":        {VI: "Nhập câu hỏi từ tệp", EN: "Imported questions from a file"},
	"replace_video":           {VI: "Thay video của bài học", EN: "Replaced a lesson's video"},
	"join_class":              {VI: "Xếp học sinh vào lớp", EN: "Put a student into a class"},
	"keep_signed_certificate": {VI: "Nhận tệp giấy chứng nhận đã ký số", EN: "Took in a signed certificate"},
	"leave_person":            {VI: "Ghi nhận thôi công tác, thôi học", EN: "Recorded that a person left"},
	"load_demonstration":      {VI: "Nạp dữ liệu minh họa", EN: "Loaded the demonstration"},
	"mark_answer":             {VI: "Chấm một câu trả lời", EN: "Marked an answer"},
	"merge_people":            {VI: "Gộp hồ sơ trùng", EN: "Merged two entries of one person"},
	"move_person":             {VI: "Chuyển công tác", EN: "Moved a person"},
	"offer_transfer":          {VI: "Đề nghị chuyển người sang cơ quan khác", EN: "Offered a transfer"},
	"print_slips":             {VI: "In phiếu mật khẩu", EN: "Printed password slips"},
	"propose_correction":      {VI: "Đề nghị đính chính đáp án", EN: "Proposed a correction of a key"},
	"propose_exemption":       {VI: "Đề nghị miễn học", EN: "Proposed an exemption"},
	"propose_decision_list":   {VI: "Lập danh sách kèm quyết định công nhận", EN: "Proposed a list with a decision"},
	"propose_register_act":    {VI: "Đề nghị cấp lại, đính chính hoặc thu hồi giấy chứng nhận", EN: "Proposed to reissue, correct or revoke a certificate"},
	"propose_recognition":     {VI: "Đề nghị công nhận kết quả học", EN: "Proposed a recognition"},
	"read_audit_log":          {VI: "Đọc nhật ký hệ thống", EN: "Read the audit log"},
	"record_absence":          {VI: "Ghi nhận vắng dài ngày", EN: "Recorded a long absence"},
	"record_guardian_basis":   {VI: "Ghi nhận sự đồng ý của người giám hộ", EN: "Recorded a guardian's consent"},
	"refuse_exemption":        {VI: "Không duyệt miễn học", EN: "Refused an exemption"},
	"refuse_recognition":      {VI: "Không công nhận kết quả học", EN: "Refused a recognition"},
	"remove_captions":         {VI: "Xóa phụ đề của video", EN: "Removed the captions of a video"},
	"remove_passkey":          {VI: "Xóa khóa truy cập", EN: "Removed a passkey"},
	"remove_poster":           {VI: "Bỏ ảnh bìa của video", EN: "Removed the poster of a video"},
	"remove_posting":          {VI: "Gỡ vị trí công tác nhập nhầm", EN: "Removed a posting that was entered by mistake"},
	"remove_totp":             {VI: "Tắt xác thực hai bước", EN: "Turned two-step verification off"},
	"rename_video":            {VI: "Đổi tên video", EN: "Renamed a video"},
	"reset_second_factors":    {VI: "Đặt lại xác thực hai bước", EN: "Reset two-step verification"},
	"restate_agency_event":    {VI: "Ghi điều chỉnh số liệu do sự kiện tổ chức", EN: "Noted a restatement for a change of agencies"},
	"return_person":           {VI: "Ghi nhận trở lại công tác, trở lại học", EN: "Recorded that a person came back"},
	"return_decision_list":    {VI: "Trả lại danh sách kèm quyết định công nhận", EN: "Returned a list with a decision"},
	"return_register_act":     {VI: "Trả lại đề nghị về giấy chứng nhận", EN: "Returned what was proposed for a certificate"},
	"return_recognition":      {VI: "Trả lại hồ sơ đề nghị công nhận", EN: "Returned a case of recognition"},
	"reveal_national_number":  {VI: "Xem số định danh", EN: "Revealed a national number"},
	"reverse_agency_event":    {VI: "Hoàn tác sự kiện tổ chức", EN: "Reversed a change of agencies"},
	"revoke_api_token":        {VI: "Thu hồi khóa kết nối", EN: "Revoked an API token"},
	"revoke_role":             {VI: "Thu hồi vai trò", EN: "Revoked a role"},
	"roll_over":               {VI: "Chuyển học sinh lên lớp", EN: "Moved students up a school year"},
	"save_captions":           {VI: "Lưu phụ đề của video", EN: "Saved the captions of a video"},
	"save_training_plan":      {VI: "Lưu kế hoạch tập huấn", EN: "Saved a training plan"},
	"save_certificate_design": {VI: "Đổi mẫu giấy chứng nhận", EN: "Changed the design of certificates"},
	"set_class_staff":         {VI: "Cử người điều hành lớp tập huấn", EN: "Named who runs a training class"},
	"set_class_state":         {VI: "Đổi trạng thái lớp tập huấn", EN: "Changed the state of a training class"},
	"set_collector":           {VI: "Đặt cơ quan tổng hợp", EN: "Set who collects an agency's reports"},
	"set_invitations":         {VI: "Mời cơ quan cử người dự lớp tập huấn", EN: "Set the invitations of a training class"},
	"set_people_settings":     {VI: "Đặt việc lưu số định danh", EN: "Set whether national numbers are kept"},
	"set_poster":              {VI: "Đặt ảnh bìa của video", EN: "Set the poster of a video"},
	"set_sessions":            {VI: "Đặt các buổi của lớp tập huấn", EN: "Set the sessions of a training class"},
	"set_target":              {VI: "Giao chỉ tiêu", EN: "Set a target"},
	"store_national_number":   {VI: "Ghi số định danh", EN: "Stored a national number"},
	"submit_training_plan":    {VI: "Nộp kế hoạch tập huấn", EN: "Submitted a training plan"},
	"take_back_decision_list": {VI: "Rút danh sách kèm quyết định công nhận", EN: "Took a list with a decision back"},
	"set_awaiting_decision":   {VI: "Đặt việc cấp giấy chờ quyết định công nhận", EN: "Set whether certificates wait for a decision"},
	"take_back_register_act":  {VI: "Rút đề nghị về giấy chứng nhận", EN: "Took back what was proposed for a certificate"},
	"take_back_recognition":   {VI: "Rút đề nghị công nhận kết quả học", EN: "Took a request for recognition back"},
	"take_class":              {VI: "Kết thúc chủ nhiệm lớp", EN: "Took a class from its teacher"},
	"tell_apart":              {VI: "Xác nhận hai hồ sơ là hai người khác nhau", EN: "Stated that two entries are two people"},
	"turn_posting":            {VI: "Chuyển hồ sơ theo vị trí công tác", EN: "Let an entry follow its posting"},
	"undo_merge":              {VI: "Hoàn tác gộp hồ sơ", EN: "Undid a merge"},
	"undo_rollover":           {VI: "Hoàn tác chuyển học sinh lên lớp", EN: "Undid moving students up"},
	"undo_roster":             {VI: "Hoàn tác danh sách nhập", EN: "Undid an imported list"},
	"upload_video":            {VI: "Tải video vào kho", EN: "Uploaded a video to the library"},
	"withdraw_exemption":      {VI: "Rút miễn học", EN: "Withdrew an exemption"},
	"withdraw_guardian_basis": {VI: "Ghi nhận người giám hộ rút sự đồng ý", EN: "Recorded that a guardian's consent was withdrawn"},
	"withdraw_recognition":    {VI: "Thu hồi việc công nhận", EN: "Withdrew a recognition"},
	"withdraw_transfer":       {VI: "Rút đề nghị chuyển người", EN: "Withdrew a transfer"},
}

// readNames says what was opened, for the person whose rows they are. A test walks the code as well.
var readNames = map[string]fault.Text{
	"absence_list":         {VI: "Danh sách người vắng dài ngày", EN: "List of long absences"},
	"account_list":         {VI: "Tài khoản và vai trò", EN: "Account and roles"},
	"appeal_file":          {VI: "Tệp đã nộp trong bài phúc khảo", EN: "File handed in, in an appeal"},
	"certificate_acts":     {VI: "Đề nghị cấp lại, đính chính, thu hồi giấy chứng nhận", EN: "What is proposed for certificates"},
	"certificate_copies":   {VI: "Tải hàng loạt giấy chứng nhận", EN: "Took certificates in one go"},
	"certificate_entry":    {VI: "Giấy chứng nhận trong sổ cấp giấy", EN: "Certificate in the register"},
	"certificate_register": {VI: "Sổ cấp giấy chứng nhận", EN: "Certificate register"},
	"certificate_waiting":  {VI: "Danh sách chờ quyết định công nhận", EN: "List of those who wait for a decision"},
	"class_call":           {VI: "Chọn người dự lớp tập huấn", EN: "Choosing people for a training class"},
	"class_staff":          {VI: "Chọn người điều hành lớp tập huấn", EN: "Choosing who runs a training class"},
	"class_teachers":       {VI: "Danh sách giáo viên chủ nhiệm", EN: "List of class teachers"},
	"completion_export":    {VI: "Danh sách kết quả học tập (xuất tệp)", EN: "List of learning results (exported)"},
	"completion_list":      {VI: "Danh sách kết quả học tập", EN: "List of learning results"},
	"duplicates":           {VI: "Danh sách hồ sơ có thể trùng", EN: "List of possible duplicates"},
	"exam_observations":    {VI: "Điều ghi nhận khi làm bài kiểm tra", EN: "What was noted during a test"},
	"exemption_list":       {VI: "Danh sách miễn học", EN: "List of exemptions"},
	"extra_time":           {VI: "Thời gian làm bài thêm", EN: "Extra time at tests"},
	"test_results":         {VI: "Danh sách kết quả kiểm tra", EN: "List of test results"},
	"grade_history":        {VI: "Lịch sử điểm của bài kiểm tra", EN: "History of a test result"},
	"merge_list":           {VI: "Danh sách hồ sơ đã gộp", EN: "List of merged entries"},
	"national_number":      {VI: "Số định danh", EN: "National number"},
	"people_list":          {VI: "Danh sách người của cơ quan", EN: "List of the agency's people"},
	"person_page":          {VI: "Hồ sơ cá nhân", EN: "Personal page"},
	"recognition_list":     {VI: "Danh sách đề nghị công nhận kết quả học", EN: "List of recognitions"},
	"requirement_preview":  {VI: "Xem trước người phải học theo yêu cầu", EN: "Preview of whom a requirement names"},
	"roster":               {VI: "Danh sách đã nhập", EN: "Imported list"},
	"slip":                 {VI: "Phiếu mật khẩu dùng một lần", EN: "Slip with a one-time password"},
	"slip_list":            {VI: "Danh sách phiếu mật khẩu chưa dùng", EN: "List of password slips not used yet"},
	"training_class":       {VI: "Danh sách người dự lớp tập huấn", EN: "List of the people of a training class"},
	"transfer_list":        {VI: "Danh sách đề nghị chuyển người", EN: "List of offered transfers"},
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
