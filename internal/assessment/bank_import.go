package assessment

import (
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/fault"
	"taphuan/internal/question"
	"taphuan/internal/question/exchange"
)

// BankImport (lần nhập câu hỏi) is a file of questions that somebody looks through before they become drafts. It is
// forgotten after 30 days.
type BankImport struct {
	bun.BaseModel `bun:"table:assessment.bank_imports"`
	ID            uuid.UUID       `bun:"id"`
	CourseID      uuid.UUID       `bun:"course_id"`
	AuthorID      uuid.UUID       `bun:"author_id"`
	FileName      string          `bun:"file_name"`
	Format        exchange.Format `bun:"format"`
	Notes         []ImportReason  `bun:"notes,type:jsonb"` // of what belongs to no question
	CreatedAt     time.Time       `bun:"created_at,scanonly"`
	CommittedAt   time.Time       `bun:"committed_at,nullzero"`
}

// ImportReason is why a question of a file was changed or refused. The JSON names belong to the stored form, here and
// in ImportItem.
type ImportReason struct {
	Code string `json:"code"`
	VI   string `json:"vi"`
	EN   string `json:"en"`
}

// ImportItem is one question of a file.
type ImportItem struct {
	Number     int             `json:"number"` // from 1, in the order of the file
	Name       string          `json:"name"`
	Key        string          `json:"key,omitempty"` // in the bank; "" gets one when it is stored
	Part       string          `json:"part,omitempty"`
	Line       int             `json:"line,omitempty"`
	Topic      string          `json:"topic,omitempty"`      // as the file calls it
	Difficulty int             `json:"difficulty,omitempty"` // 0: the file does not say
	Tags       []string        `json:"tags,omitempty"`
	Body       question.Body   `json:"body"`
	Status     exchange.Status `json:"status"`
	Reasons    []ImportReason  `json:"reasons,omitempty"`
	Known      bool            `json:"known,omitempty"` // the bank has a question with this key, which would get a new version
}

type importItemRow struct {
	bun.BaseModel `bun:"table:assessment.bank_import_items"`
	ImportID      uuid.UUID       `bun:"import_id"`
	Number        int             `bun:"number"`
	Status        exchange.Status `bun:"status"`
	Topic         string          `bun:"topic"`
	Item          ImportItem      `bun:"item,type:jsonb"`
}

type importFileRow struct {
	bun.BaseModel `bun:"table:assessment.bank_import_files"`
	ImportID      uuid.UUID `bun:"import_id"`
	FileID        uuid.UUID `bun:"file_id"`
}

// MaxImportBytes bounds a file of questions as it is sent.
const MaxImportBytes = 24 << 20

// importLimits bound what one file may cost.
var importLimits = exchange.Limits{File: MaxImportBytes, Unpacked: 128 << 20, Parts: 5000, Part: 32 << 20, Items: maxBank, Picture: 5 << 20, Pictures: 64 << 20}

// Faults of imports.
var (
	ErrImportTooLarge = fault.New(fault.TooLarge, "bank_import.too_large", fault.Text{
		VI: "Tệp lớn quá 24 MB, hoặc có quá 3000 câu hỏi. Hãy chia thành nhiều tệp nhỏ hơn.",
		EN: "The file is larger than 24 MB, or has more than 3,000 questions. Split it into smaller files."})
	ErrImportEmpty = fault.New(fault.Invalid, "bank_import.empty", fault.Text{
		VI: "Không thấy câu hỏi nào trong tệp. Hãy dùng tệp mẫu, hoặc xem lại cách đánh số câu.",
		EN: "There is no question in the file. Use the template, or look at how the questions are numbered."})
	ErrImportTopics = fault.New(fault.TooLarge, "bank_import.topics", fault.Text{
		VI: "Tệp có quá 200 chủ đề. Hãy gộp bớt chủ đề trong tệp rồi tải lên lại.",
		EN: "The file has more than 200 topics. Merge some and upload it again."})
	ErrImportDone = fault.New(fault.Conflict, "bank_import.done", fault.Text{
		VI: "Tệp này đã được ghi vào ngân hàng rồi.",
		EN: "This file was written into the bank already."})
	ErrExportTooLarge = fault.New(fault.TooLarge, "bank_export.too_large", fault.Text{
		VI: "Các hình của những câu này quá 128 MB. Hãy lọc bớt rồi xuất từng phần.",
		EN: "The pictures of these questions are over 128 MB. Filter them and export part by part."})
	ErrImportNothing = fault.New(fault.Conflict, "bank_import.nothing", fault.Text{
		VI: "Mọi câu trong tệp đều bị từ chối nên không có gì để ghi. Hãy sửa tệp theo lý do đã nêu rồi tải lên lại.",
		EN: "Every question of the file was refused, so there is nothing to write. Correct the file by the reasons given and upload it again."})
)

var (
	reasonPicture = ImportReason{"picture.unreadable", "Không đọc được một hình của câu (tệp hỏng, hình GIF, quá 5 MB hoặc quá 40 triệu điểm ảnh). Hãy lưu hình dạng PNG hoặc JPEG.",
		"A picture of the question cannot be read (broken, a GIF, over 5 MB or 40 million pixels). Save it as PNG or JPEG."}
	reasonRetired = ImportReason{"item.retired", "Ngân hàng có câu mang mã này nhưng đã ngừng dùng. Hãy dùng lại câu đó hoặc đổi mã.",
		"The bank has a question with this key, which is retired. Bring it back or change the key."}
)

func importReasons(reasons []exchange.Reason) []ImportReason {
	list := make([]ImportReason, len(reasons))
	for i, r := range reasons {
		list[i] = ImportReason{Code: r.Code, VI: r.Text.VI, EN: r.Text.EN}
	}
	return list
}

// refuse says why an item cannot be used.
func (i *ImportItem) refuse(why ImportReason) {
	i.Status, i.Reasons = exchange.Refused, append(i.Reasons, why)
}
