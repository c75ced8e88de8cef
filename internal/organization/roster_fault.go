package organization

import "taphuan/internal/fault"

// Faults of a whole uploaded list: nothing of it is kept.
var (
	ErrRosterTooLarge = fault.New(fault.TooLarge, "roster.too_large",
		fault.Text{VI: "Tệp lớn hơn 10 MB. Hãy chỉ để lại danh sách trong tệp, xóa ảnh và trang tính thừa.", EN: "The file is larger than 10 MB. Keep only the list; delete pictures and other sheets."})
	ErrRosterEmpty = fault.New(fault.Invalid, "roster.empty",
		fault.Text{VI: "Không thấy người nào dưới dòng tiêu đề. Hãy kiểm tra lại tệp.", EN: "There is nobody below the headings. Check the file."})
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
	ErrServerBusy = fault.New(fault.Unavailable, "roster.server_busy",
		fault.Text{VI: "Máy chủ đang quá bận nên chưa đọc xong tệp. Chưa có gì được ghi; hãy thử lại sau ít phút.", EN: "The server is too busy and has not finished reading the file. Nothing was written; try again in a few minutes."})
	ErrRosterEncoding = fault.New(fault.Invalid, "roster.encoding",
		fault.Text{VI: "Không nhận ra bảng mã của tệp CSV. Hãy lưu lại dạng CSV UTF-8 hoặc .xlsx.", EN: "The encoding of the CSV file is not known. Save it as CSV UTF-8 or as .xlsx."})
	ErrRosterHeader = fault.New(fault.Invalid, "roster.no_header",
		fault.Text{VI: "Không thấy dòng tiêu đề trong 20 dòng đầu. Cần có cột Họ và tên cùng ít nhất một cột khác như STT, Mã, Ngày sinh, Lớp, Chức vụ, Đơn vị.", EN: "No headings in the first 20 rows. There must be a column of full names and at least one more, such as number, code, date of birth, class, position, unit."})
	ErrRosterLegacy = fault.New(fault.Invalid, "roster.legacy_font",
		fault.Text{VI: "Tệp dùng phông chữ cũ (TCVN3 hoặc VNI). Hãy chuyển cả tệp sang Unicode rồi tải lên lại.", EN: "The file is typed in an old font (TCVN3 or VNI). Convert it to Unicode and upload it again."})
	ErrRosterSheets = fault.New(fault.Invalid, "roster.many_sheets",
		fault.Text{VI: "Tệp có nhiều trang tính chứa danh sách. Hãy chọn một trang tính, hoặc gộp vào một trang.", EN: "Several sheets of the file hold lists. Choose one of them, or put them into one sheet."})
	ErrRosterRows = fault.New(fault.TooLarge, "roster.too_many_rows",
		fault.Text{VI: "Danh sách có hơn 50.000 người. Hãy chia thành nhiều tệp.", EN: "The list has more than 50,000 people. Split it into several files."})
	ErrNotASchool = fault.New(fault.Conflict, "roster.not_a_school",
		fault.Text{VI: "Chỉ trường học đang hoạt động mới nhập danh sách lớp.", EN: "Only schools that exist today upload class lists."})
	ErrNoRosterAgency = fault.New(fault.Conflict, "roster.agency_ended",
		fault.Text{VI: "Cơ quan này không còn hoạt động nên không nhận danh sách mới. Hãy nhập tại cơ quan kế thừa.", EN: "This agency has ended and takes no new list. Upload the list at its successor."})
	ErrStrengthHidden = fault.New(fault.Conflict, "roster.strength_hidden",
		fault.Text{VI: "Cơ quan này không công bố quân số nên hệ thống không nhận danh sách có tên.", EN: "This agency does not publish its strength, so no list of names is taken."})
	ErrRosterKindUnknown = fault.ErrInvalid.At("kind", "roster_kind",
		fault.Text{VI: "Loại danh sách là students (học sinh) hoặc officers (cán bộ).", EN: "The kind of list is students or officers."})
	ErrRosterMapping = fault.New(fault.Invalid, "roster.mapping",
		fault.Text{VI: "Cách hiểu các cột chưa dùng được: cần một cột Họ và tên (hoặc hai cột Họ đệm và Tên), và mỗi nội dung chỉ chọn cho một cột.", EN: "The meaning of the columns cannot be used: one column must hold the full name (or two hold family and given names), and each meaning is chosen once."})
	ErrRosterForbidden = fault.New(fault.Invalid, "roster.forbidden_column",
		fault.Text{VI: "Cột này chứa thông tin hệ thống không được phép lưu (dân tộc, tôn giáo, đảng viên, sức khỏe, số định danh, liên hệ). Hãy để là cột không lấy.", EN: "This column holds what the platform must never store (ethnicity, religion, Party membership, health, identity numbers, contact data). Leave it out."})
	ErrEffectiveOn = fault.ErrInvalid.At("effectiveOn", "effective_on",
		fault.Text{VI: "Ngày bắt đầu ghi dạng 2026-07-01 và không ở tương lai.", EN: "Write the first day as 2026-07-01; it may not lie in the future."})
	ErrRosterBusy = fault.New(fault.Conflict, "roster.busy",
		fault.Text{VI: "Một danh sách khác của cơ quan này đang được ghi. Hãy chờ ghi xong rồi làm tiếp.", EN: "Another list of this agency is being written. Wait until it is done."})
	ErrRosterChoice = fault.New(fault.Invalid, "roster.nothing_chosen",
		fault.Text{VI: "Chưa có dòng nào để ghi. Hãy chọn ít nhất một dòng hợp lệ.", EN: "There is no row to write. Choose at least one valid row."})
	ErrRosterUndoState = fault.New(fault.Conflict, "roster.not_undoable",
		fault.Text{VI: "Chỉ hoàn tác được danh sách đã ghi trong 24 giờ qua.", EN: "Only a list that was written within the last 24 hours can be undone."})
	ErrRosterState = fault.New(fault.Conflict, "roster.state",
		fault.Text{VI: "Danh sách này đã hoàn tác. Hãy tải tệp lên lại nếu cần ghi.", EN: "This list was undone. Upload the file again to write it."})
	ErrRosterOtherFile = fault.New(fault.Conflict, "roster.other_file",
		fault.Text{VI: "Đây không phải tệp đã kiểm tra. Hãy chọn đúng tệp đã tải lên.", EN: "This is not the file that was checked. Choose the file that you uploaded."})
	ErrIdempotencyKey = fault.ErrInvalid.At("header.Idempotency-Key", "idempotency_key",
		fault.Text{VI: "Cần tiêu đề Idempotency-Key dài 8 đến 100 ký tự (chữ, số, dấu - _ . :).", EN: "An Idempotency-Key header of 8 to 100 letters, digits and - _ . : is needed."})
	ErrIdempotencyReuse = fault.New(fault.Conflict, "roster.idempotency_reuse",
		fault.Text{VI: "Khóa Idempotency-Key này đã dùng cho một danh sách khác. Hãy dùng khóa mới cho nội dung mới.", EN: "This Idempotency-Key was used for another list. Use a new key for new content."})
	ErrSchoolYear = fault.ErrInvalid.At("schoolYear", "school_year",
		fault.Text{VI: "Năm học ghi dạng 2026-2027.", EN: "Write the school year as 2026-2027."})
	ErrRosterRefused = fault.New(fault.Conflict, "roster.has_refused",
		fault.Text{VI: "Danh sách còn dòng bị từ chối. Hãy sửa tệp và tải lên lại, hoặc chỉ ghi các dòng hợp lệ.", EN: "Some rows are refused. Correct the file and upload it again, or commit the valid rows only."})
)
