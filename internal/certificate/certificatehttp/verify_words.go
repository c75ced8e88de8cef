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
		"too_many": "Có quá nhiều lượt tra cứu từ mạng này. Hãy chờ vài giây rồi tải lại trang.",
		"name":     "Họ và tên", "unit": "Đơn vị", "course": "Khóa học", "time": "Thời gian", "periods": "Số tiết", "result": "Kết quả",
		"number": "Số vào sổ", "issued": "Ngày cấp", "until": "Có hiệu lực đến", "issuer": "Cơ quan cấp", "revoked_on": "Ngày thu hồi", "reason": "Lý do",
		"from": "từ", "to": "đến", "code": "Mã xác minh", "check": "Xác minh",
		"hint":      "Mã gồm 26 chữ và số, in cạnh mã QR trên giấy chứng nhận.",
		"meaning":   "Trang này xác nhận thông tin trong sổ cấp giấy của hệ thống.",
		"signature": "Tệp PDF mang chữ ký của nền tảng: chữ ký này cho thấy tệp do nền tảng cấp và chưa bị sửa, không thay chữ ký số của cơ quan. Chữ ký số của cơ quan (nếu có) nằm thêm trong tệp và được kiểm tra bằng phần mềm chữ ký số.",
		"keys":      "Tải chứng thư của nền tảng",
		"not_cert":  "Giấy chứng nhận hoàn thành khóa học, không thay thế chứng chỉ bồi dưỡng.", "other": "Xác minh giấy khác", "unit_periods": "tiết (mỗi tiết 45 phút)",
	},
	"en": {
		"lang": "en", "title": "Verify a certificate", "demo": "SAMPLE - ILLUSTRATIVE DATA",
		"demo_note": "This was made in a demonstration and has no value.",
		"valid":     "Valid", "expired": "Expired", "revoked": "Revoked", "replaced": "Replaced",
		"unknown": "Not found", "unknown_note": "No certificate has this code. Compare it letter by letter with the printed code, or scan the QR code again.",
		"too_many": "Too many look-ups come from this network. Wait a few seconds and load the page again.",
		"name":     "Name", "unit": "Agency", "course": "Course", "time": "Dates", "periods": "Periods", "result": "Result",
		"number": "Register number", "issued": "Issued on", "until": "Valid until", "issuer": "Issuer", "revoked_on": "Revoked on", "reason": "Reason",
		"from": "from", "to": "to", "code": "Verification code", "check": "Verify",
		"hint":      "The code has 26 letters and digits and is printed beside the QR code.",
		"meaning":   "This page confirms what stands in the platform's register.",
		"signature": "The PDF carries the platform's own signature: it shows that the platform made the file and that nothing was changed since, and does not stand for the agency's digital signature. The agency's, if any, is inside the file as well and is checked with signature software.",
		"keys":      "Download the platform's certificates",
		"not_cert":  "A certificate of completion; it does not replace a statutory training diploma.", "other": "Verify another", "unit_periods": "periods of 45 minutes",
	},
}

// Score writes hundredths of 10 as the certificate does: 845 is "8,5/10", in English "8.5/10".
func (v verifyView) Score() string {
	if v.C.Facts.Score == nil {
		return ""
	}
	return v.number((*v.C.Facts.Score+5)/10*10) + "/10"
}

// Periods writes the number of periods: 800 hundredths are "8".
func (v verifyView) Periods() string { return v.number(v.C.Facts.Periods) }

// Classification is the band as it is printed, in English with what it means.
func (v verifyView) Classification() string {
	printed := v.C.Facts.Classification
	if meaning := bandsEN[printed]; v.EN && meaning != "" {
		return printed + " (" + meaning + ")"
	}
	return printed
}

var bandsEN = map[string]string{"Giỏi": "very good", "Khá": "good", "Đạt": "pass"}

// number writes hundredths without needless zeros, with a comma, in English with a point.
func (v verifyView) number(hundredths int) string {
	mark := ","
	if v.EN {
		mark = "."
	}
	text := fmt.Sprintf("%d%s%02d", hundredths/100, mark, hundredths%100)
	return strings.TrimSuffix(strings.TrimRight(text, "0"), mark)
}
