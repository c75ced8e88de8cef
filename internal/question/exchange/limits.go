package exchange

import "taphuan/internal/fault"

// Limits bound what one file may cost. The zero value of a field is not "without bound": start from Defaults.
type Limits struct {
	File     int64 // bytes of the file as it was uploaded
	Unpacked int64 // bytes of all parts of a package together
	Parts    int   // files of a package
	Part     int64 // bytes of one part that is read as text
	Items    int   // questions
	Picture  int64 // bytes of one picture
	Pictures int64 // bytes of all pictures together
}

// Defaults are the bounds of the product.
var Defaults = Limits{
	File: 64 << 20, Unpacked: 1 << 30, Parts: 20_000, Part: 64 << 20,
	Items: 10_000, Picture: 10 << 20, Pictures: 128 << 20,
}

// Bounds that nobody needs to set.
const (
	maxDepth      = 100       // of elements within each other
	maxElements   = 200_000   // of one question, or one paragraph
	maxAttribute  = 64 << 10  // bytes of one attribute
	maxMarkup     = 256 << 10 // bytes of one text with its markup
	maxReasons    = 50        // of one item
	maxName       = 120       // characters of a name or a topic
	maxPictures   = 50        // of one question
	maxTags       = 20
	maxPieces     = 1000 // answers, options and the like of one question
	maxExpression = 1000 // bytes of a formula
)

// The faults of a whole file.
var (
	ErrFormat = fault.New(fault.Invalid, "exchange.format", fault.Text{
		VI: "Không nhận ra định dạng của tệp. Hãy dùng Excel (.xlsx), Word (.docx), văn bản (.txt), GIFT, Moodle XML hoặc gói QTI (.zip).",
		EN: "The format of the file is not known. Use Excel (.xlsx), Word (.docx), text (.txt), GIFT, Moodle XML or a QTI package (.zip)."})
	ErrOldOffice = fault.New(fault.Invalid, "exchange.old_office", fault.Text{
		VI: "Đây là tệp Word hoặc Excel kiểu cũ (.doc, .xls) hoặc có mật khẩu. Hãy mở ra rồi lưu lại dạng .docx hoặc .xlsx, không đặt mật khẩu.",
		EN: "This is an old Word or Excel file (.doc, .xls), or it has a password. Open it and save it as .docx or .xlsx without a password."})
	ErrFileTooLarge = fault.New(fault.TooLarge, "exchange.file_too_large", fault.Text{
		VI: "Tệp lớn quá 64 MB. Hãy chia thành nhiều tệp nhỏ hơn.",
		EN: "The file is larger than 64 MB. Split it into smaller files."})
	ErrUnpackedTooLarge = fault.New(fault.TooLarge, "exchange.unpacked_too_large", fault.Text{
		VI: "Khi mở ra, tệp lớn bất thường (quá 1 GB, quá 20.000 tệp con hoặc có phần quá lớn). Hãy chia thành nhiều tệp nhỏ hơn.",
		EN: "Unpacked, the file is unusually large (over 1 GB, over 20,000 parts, or one part too large). Split it into smaller files."})
	ErrTooManyItems = fault.New(fault.TooLarge, "exchange.too_many_items", fault.Text{
		VI: "Tệp có quá 10.000 câu hỏi. Hãy chia thành nhiều tệp nhỏ hơn.",
		EN: "The file has more than 10,000 questions. Split it into smaller files."})
	ErrPackagePath = fault.New(fault.Invalid, "exchange.package_path", fault.Text{
		VI: "Gói có tên tệp trỏ ra ngoài gói nên bị từ chối. Hãy xuất lại gói từ hệ thống gốc.",
		EN: "The package holds a name that points outside of it and was refused. Export the package again."})
	ErrPackage = fault.New(fault.Invalid, "exchange.package", fault.Text{
		VI: "Không mở được gói (tệp nén bị hỏng, có mật khẩu hoặc thiếu phần). Hãy xuất hoặc lưu lại rồi tải lên.",
		EN: "The package cannot be opened (damaged, locked by a password, or incomplete). Export or save it again."})
	ErrEntities = fault.New(fault.Invalid, "exchange.entities", fault.Text{
		VI: "Tệp XML có khai báo DOCTYPE với thực thể nên bị từ chối. Hãy xuất lại tệp không có phần này.",
		EN: "The XML declares entities in its DOCTYPE and was refused. Export the file without them."})
	ErrTooDeep = fault.New(fault.Invalid, "exchange.too_deep", fault.Text{
		VI: "Tệp XML lồng nhau quá sâu hoặc có thuộc tính quá dài nên bị từ chối.",
		EN: "The XML is nested too deeply or has an attribute that is too long, and was refused."})
	ErrXML = fault.New(fault.Invalid, "exchange.xml", fault.Text{
		VI: "Tệp XML bị lỗi cú pháp, không đọc được. Hãy xuất lại từ hệ thống gốc.",
		EN: "The XML is not well-formed and cannot be read. Export it again."})
	ErrEncoding = fault.New(fault.Invalid, "exchange.encoding", fault.Text{
		VI: "Tệp không phải Unicode nên chữ tiếng Việt sẽ sai. Hãy lưu lại với bảng mã UTF-8.",
		EN: "The file is not Unicode, so Vietnamese letters would be wrong. Save it as UTF-8."})
)
