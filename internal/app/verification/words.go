package verification

import (
	"fmt"
	"strings"

	"taphuan/internal/certificate/credential"
	"taphuan/internal/vietnamese"
)

// words say what was found; a verdict's line is given the platform's address and the short name of the key.
var words = map[string]map[string]string{
	"vi": {
		"valid":       "HỢP LỆ. Thông tin dưới đây do %[1]s ký (khóa %[2]s) và chưa bị sửa.",
		"expired":     "ĐÃ HẾT HẠN. Thông tin dưới đây do %[1]s ký (khóa %[2]s), nhưng giấy đã hết hiệu lực.",
		"early":       "CHƯA ĐẾN NGÀY CẤP. Thông tin dưới đây do %[1]s ký (khóa %[2]s), nhưng ngày cấp sau ngày của máy này. Hãy xem lại đồng hồ của máy.",
		"forged":      "KHÔNG HỢP LỆ. Chữ ký không khớp với nội dung: mã QR đã bị sửa hoặc làm giả. Hãy báo cho đơn vị đã ký giấy.",
		"unknown_key": "KHÔNG XÁC MINH ĐƯỢC. Không có khóa %[2]s trong tệp khóa của %[1]s. Hãy tải lại tệp khóa; nếu vẫn vậy thì giấy không do nơi này cấp.",
		"retired_key": "KHÔNG HỢP LỆ. Khóa %[2]s đã ngừng dùng trước ngày cấp ghi trong mã.",
		"misdirected": "KHÔNG HỢP LỆ. Địa chỉ trong mã QR không dẫn đến trang của giấy này trên %[1]s. Đừng mở địa chỉ đó.",
		"unreadable":  "KHÔNG ĐỌC ĐƯỢC. Đây không phải nội dung mã QR có chữ ký, cũng không phải huy hiệu số. Giấy cấp trước đây chỉ mang địa chỉ: hãy mở trang xác minh.",
		"revocation":  "Không kiểm tra được ở đây: giấy có bị thu hồi sau khi cấp hay không. Khi có mạng, xem %s",
		"name":        "Họ và tên", "unit": "Đơn vị", "course": "Khóa học", "time": "Thời gian", "periods": "Số tiết", "result": "Kết quả",
		"number": "Số vào sổ", "issued": "Ngày cấp", "until": "Có hiệu lực đến", "issuer": "Cơ quan cấp", "code": "Mã xác minh",
		"demo": "MẪU - SỐ LIỆU MINH HỌA. Giấy tạo trong bản dùng thử, không có giá trị.", "mark": ",", "span": "từ %s đến %s",
		"unsigned":       "KHÔNG KIỂM TRA ĐƯỢC. Tệp PDF không mang chữ ký nào.",
		"pdf_changed":    "KHÔNG HỢP LỆ. Tệp PDF đã bị sửa sau khi ký. Hãy xin tệp gốc.",
		"pdf_longer":     "KHÔNG HỢP LỆ. Có nội dung được thêm vào tệp sau chữ ký cuối cùng. Hãy xin tệp gốc.",
		"pdf_signed":     "HỢP LỆ. Nền tảng (%s) đã cấp tệp này ngày %s; nội dung chưa bị sửa.",
		"pdf_other":      "Tệp còn mang chữ ký của %q; hãy kiểm tra chữ ký này bằng phần mềm chữ ký số.",
		"pdf_unknown":    "KHÔNG XÁC MINH ĐƯỢC. Không chữ ký nào là của nền tảng theo tệp chứng thư đã cho.",
		"pdf_revocation": "Không kiểm tra được ở đây: giấy có bị thu hồi sau khi cấp hay không. Khi có mạng, xem địa chỉ in trên giấy.",
	},
	"en": {
		"valid":       "VALID. The facts below were signed by %[1]s (key %[2]s) and are unchanged.",
		"expired":     "EXPIRED. The facts below were signed by %[1]s (key %[2]s), but the certificate has run out.",
		"early":       "NOT YET ISSUED. The facts below were signed by %[1]s (key %[2]s), but the day of issue lies after the day of this machine. Check its clock.",
		"forged":      "NOT VALID. The signature does not fit the content: the QR code was changed or forged. Tell whoever signed the certificate.",
		"unknown_key": "NOT PROVED. Key %[2]s is not in the key file of %[1]s. Download the key file again; if that changes nothing, the certificate is not theirs.",
		"retired_key": "NOT VALID. Key %[2]s had ceased to sign before the day of issue that the code tells.",
		"misdirected": "NOT VALID. The address in the QR code does not lead to the page of this certificate at %[1]s. Do not open it.",
		"unreadable":  "UNREADABLE. This is neither the text of a signed QR code nor a badge. Older certificates carry an address alone: open the verification page.",
		"revocation":  "What cannot be seen here: whether the certificate was revoked since. With a network, see %s",
		"name":        "Name", "unit": "Agency", "course": "Course", "time": "Dates", "periods": "Periods", "result": "Result",
		"number": "Register number", "issued": "Issued on", "until": "Valid until", "issuer": "Issuer", "code": "Verification code",
		"demo": "SAMPLE - ILLUSTRATIVE DATA. Made in a demonstration; it has no value.", "mark": ".", "span": "from %s to %s",
		"unsigned":       "NOTHING TO CHECK. The PDF file carries no signature.",
		"pdf_changed":    "NOT VALID. The PDF file was changed after it was signed. Ask for the original file.",
		"pdf_longer":     "NOT VALID. Something was added to the file after its last signature. Ask for the original file.",
		"pdf_signed":     "VALID. The platform (%s) issued this file on %s; it is unchanged.",
		"pdf_other":      "The file also carries a signature of %q; check it with signature software.",
		"pdf_unknown":    "NOT PROVED. No signature is the platform's by the certificates that were given.",
		"pdf_revocation": "What cannot be seen here: whether the certificate was revoked since. With a network, see the address on the paper.",
	},
}

// factLines writes the facts one to a line.
func factLines(f credential.Facts, say map[string]string) []string {
	var lines []string
	add := func(key, text string) {
		if text != "" {
			lines = append(lines, say[key]+": "+text)
		}
	}
	if f.Demo {
		lines = append(lines, say["demo"])
	}
	add("name", f.Name)
	add("unit", f.Unit)
	add("course", f.CourseTitle+" ("+f.CourseCode+")")
	add("time", fmt.Sprintf(say["span"], f.From, f.To))
	if f.Periods != 0 { // a badge does not say
		add("periods", vietnamese.Decimal(f.Periods, say["mark"]))
	}
	add("result", result(f, say["mark"]))
	add("number", f.Number)
	add("issued", f.IssuedOn.String())
	if f.ValidUntil != 0 {
		add("until", f.ValidUntil.String())
	}
	add("issuer", strings.Join(f.Issuer, " - "))
	add("code", f.Code)
	return lines
}

func result(f credential.Facts, mark string) string {
	if f.Score == nil {
		return f.Classification
	}
	return strings.TrimPrefix(f.Classification+", ", ", ") + vietnamese.Decimal((*f.Score+5)/10*10, mark) + "/10"
}
