package certificatehttp

import (
	"fmt"
	"strings"
)

// verifyWords are the words of the verification page.
var verifyWords = map[string]map[string]string{
	"vi": {
		"lang": "vi", "title": "Xác minh giấy chứng nhận", "demo": "MẪU - SỐ LIỆU MINH HỌA",
		"demo_note": "Giấy này được tạo trong bản dùng thử, không có giá trị.",
		"valid":     "Còn hiệu lực", "expired": "Đã hết hạn", "revoked": "Đã thu hồi", "replaced": "Đã được thay thế",
		"unknown": "Không tìm thấy", "unknown_note": "Không có giấy chứng nhận nào mang mã này. Hãy so lại từng ký tự với mã in trên giấy, hoặc quét lại mã QR.",
		"name": "Họ và tên", "unit": "Đơn vị", "course": "Khóa học", "time": "Thời gian", "periods": "Số tiết", "result": "Kết quả",
		"number": "Số vào sổ", "issued": "Ngày cấp", "until": "Có hiệu lực đến", "issuer": "Cơ quan cấp", "reason": "Lý do",
		"from": "từ", "to": "đến", "code": "Mã xác minh", "check": "Xác minh",
		"hint":     "Mã gồm 26 chữ và số, in cạnh mã QR trên giấy chứng nhận.",
		"meaning":  "Trang này xác nhận thông tin trong sổ cấp giấy của hệ thống. Chữ ký số của cơ quan (nếu có) nằm trong tệp PDF và được kiểm tra bằng phần mềm chữ ký số.",
		"not_cert": "Giấy chứng nhận hoàn thành khóa học, không thay thế chứng chỉ bồi dưỡng.", "other": "Xác minh giấy khác", "unit_periods": "tiết (45 phút)",
	},
	"en": {
		"lang": "en", "title": "Verify a certificate", "demo": "SAMPLE - ILLUSTRATIVE DATA",
		"demo_note": "This was made in a demonstration and has no value.",
		"valid":     "Valid", "expired": "Expired", "revoked": "Revoked", "replaced": "Replaced",
		"unknown": "Not found", "unknown_note": "No certificate has this code. Compare it letter by letter with the printed code, or scan the QR code again.",
		"name": "Name", "unit": "Agency", "course": "Course", "time": "Dates", "periods": "Periods", "result": "Result",
		"number": "Register number", "issued": "Issued on", "until": "Valid until", "issuer": "Issuer", "reason": "Reason",
		"from": "from", "to": "to", "code": "Verification code", "check": "Verify",
		"hint":     "The code has 26 letters and digits and is printed beside the QR code.",
		"meaning":  "This page confirms what stands in the platform's register. The agency's digital signature, if any, is inside the PDF and is checked with signature software.",
		"not_cert": "A certificate of completion; it does not replace a statutory training diploma.", "other": "Verify another", "unit_periods": "periods (45 minutes)",
	},
}

// localScore writes hundredths of 10 with a comma: 845 is "8,5".
func localScore(score *int) string {
	if score == nil {
		return ""
	}
	tenths := (*score + 5) / 10
	return fmt.Sprintf("%d,%d/10", tenths/10, tenths%10)
}

// localPeriods writes hundredths of a period: 800 is "8".
func localPeriods(hundredths int) string {
	s := fmt.Sprintf("%d,%02d", hundredths/100, hundredths%100)
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ",")
}
