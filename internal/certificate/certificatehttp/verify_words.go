package certificatehttp

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
		"decision": "Quyết định", "replaced_by": "Thay bằng giấy có mã", "replaces": "Đính chính, thay giấy số", "copied_on": "Ngày cấp lại",
		"renewed_on": "Đã có giấy mới hơn cho khóa này, cấp ngày",
		"from":       "từ", "to": "đến", "code": "Mã xác minh", "check": "Xác minh",
		"hint":      "Mã gồm 26 chữ và số, in cạnh mã QR trên giấy chứng nhận.",
		"meaning":   "Trang này xác nhận thông tin trong sổ cấp giấy của hệ thống.",
		"signed_by": "Tệp có chữ ký số của", "signature": "Tệp PDF mang chữ ký của nền tảng: chữ ký này cho thấy tệp do nền tảng cấp và chưa bị sửa, không thay chữ ký số của cơ quan. Chữ ký số của cơ quan (nếu có) nằm thêm trong tệp: chữ ký đó cho biết cơ quan đã ký nội dung này, và chứng thư của người ký được kiểm tra bằng phần mềm chữ ký số.",
		"keys":     "Tải chứng thư của nền tảng",
		"not_cert": "Giấy chứng nhận hoàn thành khóa học, không thay thế chứng chỉ bồi dưỡng.", "other": "Xác minh giấy khác", "unit_periods": "tiết (mỗi tiết 45 phút)",
		"mark": ",", "course_code": "Mã khóa học", "from_day": "Từ ngày", "to_day": "Đến ngày", "band": "Xếp loại", "sample": "Giấy mẫu",
		"paper": "Đối chiếu mã QR trên giấy với sổ", "paper_fact": "Thông tin", "paper_says": "Trong mã QR", "register_says": "Trong sổ",
		"paper_same":       "Mã QR trên giấy do nền tảng ký và khớp với sổ. Hãy so thêm chữ in trên giấy với thông tin dưới đây.",
		"paper_changed":    "Mã QR trên giấy do nền tảng ký, nhưng thông tin trong sổ đã được đính chính sau khi in. Thông tin trong sổ là thông tin đúng.",
		"paper_forged":     "Mã QR trên giấy không do nền tảng ký cho giấy này. Giấy có thể bị làm giả từ một mã có thật: đừng chấp nhận giấy, hãy báo cho cơ quan cấp.",
		"paper_unreadable": "Không đọc được phần có chữ ký của mã QR. Hãy quét lại, hoặc so từng dòng trên giấy với thông tin dưới đây.",
		"file":             "Đối chiếu tệp PDF", "file_choose": "Chọn tệp PDF",
		"file_hint":   "Chọn hoặc kéo thả tệp PDF vào đây để biết tệp có đúng là tệp đã cấp, kể cả những chi tiết không hiện trên trang này. Tệp không rời khỏi máy này.",
		"file_same":   "Đúng là tệp đã cấp: từng byte khớp với tệp trong sổ, nên mọi chi tiết trong tệp đều là nguyên bản.",
		"file_former": "Đây là bản đã cấp trước khi cấp lại: nội dung không bị sửa, nhưng bản đang dùng là bản cấp lại. Hãy xin người được cấp bản mới.",
		"file_other":  "Tệp này không phải tệp đã cấp. Tệp có thể đã bị sửa, được in lại hay nén lại thành PDF, được ký thêm, hoặc là tệp của giấy khác. Hãy xin người được cấp tải lại tệp gốc từ tài khoản của mình; cho đến lúc đó chỉ tin thông tin trên trang này.",
		"file_unread": "Không đọc được tệp. Hãy chọn lại.",
		"offline":     "Xác minh khi không có mạng",
	},
	"en": {
		"lang": "en", "title": "Verify a certificate", "demo": "SAMPLE - ILLUSTRATIVE DATA",
		"demo_note": "This was made in a demonstration and has no value.",
		"valid":     "Valid", "expired": "Expired", "revoked": "Revoked", "replaced": "Replaced",
		"unknown": "Not found", "unknown_note": "No certificate has this code. Compare it letter by letter with the printed code, or scan the QR code again.",
		"too_many": "Too many look-ups come from this network. Wait a few seconds and load the page again.",
		"name":     "Name", "unit": "Agency", "course": "Course", "time": "Dates", "periods": "Periods", "result": "Result",
		"number": "Register number", "issued": "Issued on", "until": "Valid until", "issuer": "Issuer", "revoked_on": "Revoked on", "reason": "Reason",
		"decision": "Decision", "replaced_by": "Replaced by the one with the code", "replaces": "Corrects and replaces number", "copied_on": "Issued again on",
		"renewed_on": "A newer one for this course was issued on",
		"from":       "from", "to": "to", "code": "Verification code", "check": "Verify",
		"hint":      "The code has 26 letters and digits and is printed beside the QR code.",
		"meaning":   "This page confirms what stands in the platform's register.",
		"signed_by": "The file is signed by", "signature": "The PDF carries the platform's own signature: it shows that the platform made the file and that nothing was changed since, and does not stand for the agency's digital signature. The agency's, if any, is inside the file as well: it shows that the agency signed this content; whether the signer's certificate is in force is checked with signature software.",
		"keys":     "Download the platform's certificates",
		"not_cert": "A certificate of completion; it does not replace a statutory training diploma.", "other": "Verify another", "unit_periods": "periods of 45 minutes",
		"mark": ".", "course_code": "Course code", "from_day": "From", "to_day": "To", "band": "Band", "sample": "Sample",
		"paper": "The QR code on the paper, compared with the register", "paper_fact": "Fact", "paper_says": "In the QR code", "register_says": "In the register",
		"paper_same":       "The platform signed the QR code on the paper, and it agrees with the register. Compare the printed words with the facts below as well.",
		"paper_changed":    "The platform signed the QR code on the paper, but the register was corrected since it was printed. The register is right.",
		"paper_forged":     "The platform did not sign this QR code for this certificate. The paper may be forged around a real code: do not accept it, and tell the issuer.",
		"paper_unreadable": "The signed part of the QR code cannot be read. Scan it again, or compare the paper line by line with the facts below.",
		"file":             "Compare the PDF file", "file_choose": "Choose the PDF file",
		"file_hint":   "Choose the PDF file or drop it here to learn whether it is the file that was issued, details included that this page does not show. The file does not leave this device.",
		"file_same":   "This is the file that was issued: it agrees byte by byte with the register, so every detail in it is original.",
		"file_former": "This is a copy from before a reissue: nothing in it was changed, but the copy in use is a newer one. Ask its holder for that.",
		"file_other":  "This is not the file that was issued. It may have been changed, printed or compressed to PDF again, signed once more, or belong to another certificate. Ask its holder to download the original from their account; until then believe only what this page shows.",
		"file_unread": "The file cannot be read. Choose it again.",
		"offline":     "Verify without a network",
	},
}

// Score is the result as the certificate prints it.
func (v verifyView) Score() string { return v.C.Facts.PrintedScore(v.mark()) }

// Periods is the number of periods.
func (v verifyView) Periods() string { return v.C.Facts.PrintedPeriods(v.mark()) }

// mark is the decimal mark of the page's language.
func (v verifyView) mark() string {
	if v.EN {
		return "."
	}
	return ","
}

// Classification is the band as it is printed, in English with what it means.
func (v verifyView) Classification() string {
	printed := v.C.Facts.Classification
	if meaning := bandsEN[printed]; v.EN && meaning != "" {
		return printed + " (" + meaning + ")"
	}
	return printed
}

var bandsEN = map[string]string{"Giỏi": "very good", "Khá": "good", "Đạt": "pass"}
