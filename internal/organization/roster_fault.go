package organization

import "taphuan/internal/fault"

// Faults of a whole uploaded list: nothing of it is kept.
var (
	ErrRosterTooLarge = fault.New(fault.TooLarge, "roster.too_large",
		fault.Text{VI: "Tệp lớn hơn 10 MB. Hãy chỉ để lại danh sách học sinh trong tệp, xóa ảnh và trang tính thừa.", EN: "The file is larger than 10 MB. Keep only the list of students; delete pictures and other sheets."})
	ErrRosterEmpty = fault.New(fault.Invalid, "roster.empty",
		fault.Text{VI: "Không thấy học sinh nào dưới dòng tiêu đề. Hãy kiểm tra lại tệp.", EN: "There are no students below the headings. Check the file."})
	ErrRosterKind = fault.New(fault.Invalid, "roster.kind",
		fault.Text{VI: "Tệp này không phải danh sách .xlsx hoặc .csv. Hãy mở danh sách bằng Excel, lưu lại dạng .xlsx rồi tải lên.", EN: "This is not an .xlsx or .csv list. Open the list in Excel, save it as .xlsx and upload it."})
	ErrRosterName = fault.New(fault.Invalid, "roster.extension",
		fault.Text{VI: "Đuôi tên tệp không khớp với nội dung. Hãy mở tệp bằng Excel và lưu lại dạng .xlsx.", EN: "The file's extension does not fit its content. Open it in Excel and save it as .xlsx."})
	ErrRosterOldExcel = fault.New(fault.Invalid, "roster.old_excel",
		fault.Text{VI: "Tệp là Excel kiểu cũ (.xls) hoặc có đặt mật khẩu. Hãy bỏ mật khẩu và lưu lại dạng .xlsx.", EN: "This is an old Excel file (.xls) or has a password. Remove the password and save it as .xlsx."})
	ErrRosterMacros = fault.New(fault.Invalid, "roster.macros",
		fault.Text{VI: "Tệp có macro nên bị từ chối. Hãy lưu lại dạng Excel Workbook (.xlsx), không có macro.", EN: "The file holds macros and was refused. Save it as an Excel workbook (.xlsx) without macros."})
	ErrRosterBomb = fault.New(fault.TooLarge, "roster.unpacked_too_large",
		fault.Text{VI: "Khi mở ra, tệp lớn bất thường. Hãy chép riêng danh sách sang một tệp mới rồi tải lên.", EN: "The file is unusually large once unpacked. Copy the list alone into a new file and upload that."})
	ErrRosterUnreadable = fault.New(fault.Invalid, "roster.unreadable",
		fault.Text{VI: "Không đọc được tệp, có thể tệp bị hỏng. Hãy mở bằng Excel, lưu lại dạng .xlsx rồi tải lên.", EN: "The file cannot be read; it may be damaged. Open it in Excel, save it as .xlsx and upload it."})
	ErrRosterSlow = fault.New(fault.Invalid, "roster.too_complex",
		fault.Text{VI: "Tệp mất quá nhiều thời gian để đọc. Hãy chép riêng danh sách sang một tệp mới rồi tải lên.", EN: "The file takes too long to read. Copy the list alone into a new file and upload that."})
	ErrRosterEncoding = fault.New(fault.Invalid, "roster.encoding",
		fault.Text{VI: "Tệp CSV không dùng bảng mã UTF-8. Hãy lưu lại dạng CSV UTF-8 hoặc .xlsx.", EN: "The CSV file is not in UTF-8. Save it as CSV UTF-8 or as .xlsx."})
	ErrRosterHeader = fault.New(fault.Invalid, "roster.no_header",
		fault.Text{VI: "Không thấy dòng tiêu đề trong 20 dòng đầu. Cần có cột Họ và tên cùng ít nhất một cột: STT, Lớp, Mã học sinh hoặc Ngày sinh.", EN: "No headings in the first 20 rows. There must be a column of full names and at least one of: number, class, student code, date of birth."})
	ErrRosterLegacy = fault.New(fault.Invalid, "roster.legacy_font",
		fault.Text{VI: "Tệp dùng phông chữ cũ (TCVN3 hoặc VNI). Hãy chuyển cả tệp sang Unicode rồi tải lên lại.", EN: "The file is typed in an old font (TCVN3 or VNI). Convert it to Unicode and upload it again."})
	ErrRosterSheets = fault.New(fault.Invalid, "roster.many_sheets",
		fault.Text{VI: "Tệp có nhiều trang tính chứa danh sách. Hãy gộp vào một trang tính có cột Lớp, hoặc tải lên từng tệp.", EN: "Several sheets of the file hold lists. Put them into one sheet with a class column, or upload them one by one."})
	ErrRosterRows = fault.New(fault.TooLarge, "roster.too_many_rows",
		fault.Text{VI: "Danh sách có hơn 5.000 học sinh. Hãy chia thành nhiều tệp.", EN: "The list has more than 5,000 students. Split it into several files."})
	ErrNotASchool = fault.New(fault.Conflict, "roster.not_a_school",
		fault.Text{VI: "Chỉ trường học đang hoạt động mới nhập danh sách lớp.", EN: "Only schools that exist today upload class lists."})
	ErrSchoolYear = fault.ErrInvalid.At("schoolYear", "school_year",
		fault.Text{VI: "Năm học ghi dạng 2026-2027.", EN: "Write the school year as 2026-2027."})
	ErrRosterRefused = fault.New(fault.Conflict, "roster.has_refused",
		fault.Text{VI: "Danh sách còn dòng bị từ chối. Hãy sửa tệp và tải lên lại, hoặc chỉ ghi các dòng hợp lệ.", EN: "Some rows are refused. Correct the file and upload it again, or commit the valid rows only."})
)
