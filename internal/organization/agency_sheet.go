package organization

import (
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/fault"
)

// SheetVerdict says what a commit does with a row of a list of agencies.
type SheetVerdict string

// The verdicts.
const (
	SheetNew       SheetVerdict = "new"       // establish
	SheetChanged   SheetVerdict = "changed"   // rename, or move to another parent
	SheetUnchanged SheetVerdict = "unchanged" // known, and all is as it says
	SheetRefused   SheetVerdict = "refused"   // not taken; the messages say why
)

// Bounds of one list of agencies.
const (
	MaxSheetBytes = MaxRosterBytes
	MaxSheetRows  = 3000
)

// SheetMessage is what a row is told, in both languages. It is stored as JSON.
type SheetMessage struct {
	VI string `json:"vi"`
	EN string `json:"en"`
}

// SheetRow is one agency of the list. It is stored as JSON.
type SheetRow struct {
	Number             int            `json:"number"`
	Code               string         `json:"code"`
	Name               string         `json:"name"`
	ShortName          string         `json:"shortName,omitempty"`
	Kind               AgencyKind     `json:"kind"`
	ParentCode         string         `json:"parentCode,omitempty"`
	ProfessionalParent string         `json:"professionalParentCode,omitempty"`
	Address            string         `json:"address,omitempty"`
	Phone              string         `json:"phone,omitempty"`
	Email              string         `json:"email,omitempty"`
	From               time.Time      `json:"from"`
	Document           string         `json:"document"`
	Verdict            SheetVerdict   `json:"verdict"`
	Messages           []SheetMessage `json:"messages"`
}

func (r *SheetRow) refuse(text fault.Text) {
	r.Verdict = SheetRefused
	r.Messages = append(r.Messages, SheetMessage(text))
}

// AgencySheet (danh mục cơ quan) is an uploaded list of agencies, judged row by row before anything is
// written.
type AgencySheet struct {
	bun.BaseModel `bun:"table:organization.agency_sheets"`
	ID            uuid.UUID   `bun:"id"`
	FileName      string      `bun:"file_name"`
	State         RosterState `bun:"state"`
	Rows          []SheetRow  `bun:"rows,type:jsonb"`
	CreatedBy     uuid.UUID   `bun:"created_by"`
	CreatedAt     time.Time   `bun:"created_at"`
	CommittedAt   *time.Time  `bun:"committed_at"`

	Closed []ClosedPeriod `bun:"-"` // sealed periods that keep a restatement line for a row
}

// Count counts the rows of a verdict.
func (s AgencySheet) Count(v SheetVerdict) int {
	n := 0
	for _, r := range s.Rows {
		if r.Verdict == v {
			n++
		}
	}
	return n
}

// firstDay is the first day on which a row changes the tree; the zero time when none does.
func (s AgencySheet) firstDay() time.Time {
	var first time.Time
	for _, r := range s.Rows {
		if (r.Verdict == SheetNew || r.Verdict == SheetChanged) && (first.IsZero() || r.From.Before(first)) {
			first = r.From
		}
	}
	return first
}

// Faults of a whole list of agencies.
var (
	ErrSheetHeader = fault.New(fault.Invalid, "agency_sheet.header", fault.Text{
		VI: "Không tìm thấy dòng tiêu đề có các cột \"Mã\", \"Tên cơ quan\", \"Loại\" và \"Từ ngày\". Hãy tải tệp mẫu và điền theo.",
		EN: "There is no row of headings with the columns \"Code\", \"Agency\", \"Kind\" and \"From\". Download the template and fill it in."})
	ErrSheetRows = fault.New(fault.TooLarge, "agency_sheet.rows", fault.Text{
		VI: "Danh mục có quá 3.000 dòng. Hãy chia thành nhiều tệp.", EN: "The list has more than 3,000 rows. Split it into several files."})
	ErrSheetEmpty = fault.New(fault.Invalid, "agency_sheet.empty", fault.Text{
		VI: "Danh mục không có dòng nào. Hãy điền ít nhất một cơ quan.", EN: "The list has no rows. Fill in at least one agency."})
	ErrSheetXLSX = fault.New(fault.Invalid, "agency_sheet.xlsx", fault.Text{
		VI: "Danh mục cơ quan phải là tệp .xlsx.", EN: "The list of agencies must be an .xlsx file."})
	// ErrSheetSeveral is what severalSheets refuses with the names of the sheets.
	ErrSheetSeveral = severalSheets(nil)
	ErrSheetRefused = fault.New(fault.Conflict, "agency_sheet.refused", fault.Text{
		VI: "Danh mục còn dòng bị từ chối. Hãy sửa tệp rồi tải lên lại, hoặc chọn ghi các dòng hợp lệ.",
		EN: "Some rows are refused. Correct the file and upload it again, or choose to write the good rows."})
)

func severalSheets(names []string) *fault.Error {
	list := strings.Join(names, ", ")
	return fault.New(fault.Invalid, "agency_sheet.many_sheets", fault.Text{
		VI: "Tệp có nhiều trang tính chứa danh mục cơ quan: " + list + ". Hãy chỉ để lại một trang, hoặc gộp vào một trang.",
		EN: "Several sheets of the file list agencies: " + list + ". Keep one of them, or put them into one sheet."})
}
