package learning

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/fault"
)

// RecognitionState says how far a case of recognition has come.
type RecognitionState string

// The states of a recognition.
const (
	RecognitionSubmitted RecognitionState = "submitted"  // chờ đầu mối kiểm tra
	RecognitionProposed  RecognitionState = "proposed"   // đầu mối đề nghị công nhận
	RecognitionReturned  RecognitionState = "returned"   // đầu mối trả lại
	RecognitionAccepted  RecognitionState = "accepted"   // đã công nhận
	RecognitionRefused   RecognitionState = "refused"    // không công nhận
	RecognitionWithdrawn RecognitionState = "withdrawn"  // đã thu hồi việc công nhận
	RecognitionTakenBack RecognitionState = "taken_back" // người gửi đã rút
)

// Recognition (công nhận kết quả học ở nơi khác) is a certificate of another issuer that stands for
// a course. It counts once, from the day of the certificate, and is never a certificate of ours.
type Recognition struct {
	bun.BaseModel    `bun:"table:learning.recognitions"`
	ID               uuid.UUID        `bun:"id"`
	PersonID         uuid.UUID        `bun:"person_id"`
	AgencyID         uuid.UUID        `bun:"agency_id"` // of the moment of submission
	CourseID         uuid.UUID        `bun:"course_id"`
	Title            string           `bun:"title"` // as printed on the certificate
	Issuer           string           `bun:"issuer"`
	DocumentNumber   string           `bun:"document_number"`
	IssuedOn         time.Time        `bun:"issued_on,type:date"`
	ValidUntil       *time.Time       `bun:"valid_until,type:date"` // last valid day; nil: without end
	CheckAt          string           `bun:"check_at"`              // where it can be checked
	State            RecognitionState `bun:"state"`
	SubmittedAt      time.Time        `bun:"submitted_at,nullzero,default:now()"`
	CheckedBy        *uuid.UUID       `bun:"checked_by"`
	CheckedAt        *time.Time       `bun:"checked_at"`
	CheckNote        string           `bun:"check_note"`
	DecidedBy        *uuid.UUID       `bun:"decided_by"`
	DecidedAt        *time.Time       `bun:"decided_at"`
	DecisionReason   string           `bun:"decision_reason"`
	WithdrawnBy      *uuid.UUID       `bun:"withdrawn_by"`
	WithdrawnAt      *time.Time       `bun:"withdrawn_at"`
	WithdrawnOn      *time.Time       `bun:"withdrawn_on,type:date"` // first day on which it no longer counts
	WithdrawalReason string           `bun:"withdrawal_reason"`
	TakenBackAt      *time.Time       `bun:"taken_back_at"`
}

// Faults of recognition.
var (
	ErrRecognitionOfficers = fault.New(fault.Conflict, "recognition.officers_only",
		fault.Text{VI: "Việc công nhận dành cho cán bộ, công chức, viên chức, người lao động của cơ quan.", EN: "Recognition is for officers of an agency."})
	ErrRecognitionOpen = fault.New(fault.Conflict, "recognition.open",
		fault.Text{VI: "Khóa học này đã có một đề nghị đang chờ xử lý. Hãy đợi kết quả trước khi gửi đề nghị khác.", EN: "A request for this course is being handled. Wait for its result before you send another."})
	ErrRecognitionKnown = fault.New(fault.Conflict, "recognition.known",
		fault.Text{VI: "Khóa học này đã được công nhận với thời hạn dài hơn hoặc bằng, không cần gửi lại.", EN: "This course is already recognized for as long or longer; there is nothing to send."})
	ErrRecognitionMoved = fault.New(fault.Conflict, "recognition.moved_on",
		fault.Text{VI: "Đề nghị này đã được xử lý hoặc đã đổi trạng thái. Hãy tải lại danh sách.", EN: "This request has been handled or has changed. Reload the list."})
	ErrRecognitionOwn = fault.New(fault.Forbidden, "recognition.own",
		fault.Text{VI: "Không ai được kiểm tra hay quyết định đề nghị của chính mình. Hãy để người khác xử lý.", EN: "Nobody checks or decides their own request. Leave it to somebody else."})
	ErrRecognitionSecond = fault.New(fault.Forbidden, "recognition.second_person",
		fault.Text{VI: "Người quyết định phải khác người đã kiểm tra. Hãy để người khác quyết định.", EN: "Whoever decides must not be the one who checked. Leave the decision to somebody else."})
)

// MayCheck says why the person may not check the case now; nil when they may. Errors:
// fault.ErrForbidden, fault.ErrNotFound (another agency's), ErrRecognitionOwn, ErrRecognitionMoved.
func (r Recognition) MayCheck(who access.Principal) error {
	return r.may(who, access.CheckRecognition, RecognitionSubmitted)
}

// MayDecide says why the person may not decide the case now; nil when they may. Errors: as MayCheck,
// and ErrRecognitionSecond for the one who checked.
func (r Recognition) MayDecide(who access.Principal) error {
	if err := r.may(who, access.AcceptRecognition, RecognitionProposed); err != nil {
		return err
	}
	if r.CheckedBy != nil && *r.CheckedBy == who.PersonID {
		return ErrRecognitionSecond
	}
	return nil
}

// MayWithdraw says why the person may not withdraw what was accepted; nil when they may. Errors: as
// MayCheck.
func (r Recognition) MayWithdraw(who access.Principal) error {
	return r.may(who, access.AcceptRecognition, RecognitionAccepted)
}

// MayTakeBack reports whether the person may take their own request back: until it is decided.
func (r Recognition) MayTakeBack(who access.Principal) bool {
	return r.PersonID == who.PersonID && (r.State == RecognitionSubmitted || r.State == RecognitionProposed)
}

func (r Recognition) may(who access.Principal, permission access.Permission, state RecognitionState) error {
	if err := who.RequireAt(permission, r.AgencyID); err != nil {
		return err
	}
	if r.PersonID == who.PersonID {
		return ErrRecognitionOwn
	}
	if r.State != state {
		return ErrRecognitionMoved
	}
	return nil
}

// lockRecognition reads a case that the scope can see and holds it until the commit.
func lockRecognition(ctx context.Context, tx bun.IDB, id uuid.UUID) (Recognition, error) {
	var r Recognition
	err := tx.NewSelect().Model(&r).Where("id = ?", id).For("UPDATE").Scan(ctx)
	return r, err
}
