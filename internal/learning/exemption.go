package learning

import (
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/fault"
)

// Exemption (miễn học) takes one course off one person for some time: proposed by one, decided by
// another. Figures of a day count it when it was decided on or before that day.
type Exemption struct {
	bun.BaseModel  `bun:"table:learning.exemptions"`
	ID             uuid.UUID  `bun:"id"`
	PersonID       uuid.UUID  `bun:"person_id"`
	AgencyID       uuid.UUID  `bun:"agency_id"`
	CourseID       uuid.UUID  `bun:"course_id"`
	FromOn         time.Time  `bun:"from_on,type:date"`
	ToOn           *time.Time `bun:"to_on,type:date"` // first day on which it no longer holds
	Reason         string     `bun:"reason"`
	Document       string     `bun:"document"`
	State          string     `bun:"state"` // proposed, approved, refused, withdrawn
	ProposedBy     uuid.UUID  `bun:"proposed_by"`
	ProposedAt     time.Time  `bun:"proposed_at,nullzero,default:now()"`
	DecidedBy      *uuid.UUID `bun:"decided_by"`
	DecidedOn      *time.Time `bun:"decided_on,type:date"`
	DecisionReason string     `bun:"decision_reason"`
	WithdrawnBy    *uuid.UUID `bun:"withdrawn_by"`
	WithdrawnOn    *time.Time `bun:"withdrawn_on,type:date"`
	WithdrawReason string     `bun:"withdraw_reason"`
}

// Faults of exemptions and absences.
var (
	ErrOwnAffair = fault.New(fault.Forbidden, "exemption.own",
		fault.Text{VI: "Không ai đề nghị hoặc duyệt miễn học cho chính mình.", EN: "Nobody proposes or decides an exemption of their own."})
	ErrSamePerson = fault.New(fault.Forbidden, "exemption.same_person",
		fault.Text{VI: "Người duyệt phải khác người đề nghị.", EN: "Who decides must not be who proposed."})
	ErrDecided = fault.New(fault.Conflict, "exemption.decided",
		fault.Text{VI: "Đề nghị này đã được xử lý.", EN: "This proposal has been decided already."})
	ErrExempted = fault.New(fault.Conflict, "exemption.exists",
		fault.Text{VI: "Có người trong danh sách đã được miễn hoặc đang chờ duyệt khóa học này. Bỏ người đó ra rồi gửi lại.", EN: "Somebody on the list is exempt from this course or waits for a decision. Take them out and send again."})
)

var (
	textPeople   = fault.Text{VI: "Hãy chọn từ 1 đến 500 người.", EN: "Choose 1 to 500 people."}
	textPastDay  = fault.Text{VI: "Ngày phải từ hôm nay trở đi: số liệu của những ngày đã qua không đổi.", EN: "The day must be today or later: figures of past days never change."}
	textDayOrder = fault.Text{VI: "Ngày kết thúc phải sau ngày bắt đầu.", EN: "The end must be after the beginning."}
)
