package assessment

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/fault"
)

// CorrectionKind says what is done about a wrong key.
type CorrectionKind string

// The kinds of correction.
const (
	NewKey    CorrectionKind = "new_key"    // chấm theo đáp án của bản mới
	Everybody CorrectionKind = "everybody"  // mọi người được trọn điểm
	StruckOut CorrectionKind = "struck_out" // bỏ câu: it counts for nobody, neither for nor against
)

// CorrectionState says how far a correction is.
type CorrectionState string

// The states of a correction.
const (
	CorrectionCounting  CorrectionState = "counting"  // the platform counts whom it would touch
	CorrectionCounted   CorrectionState = "counted"   // chờ người thứ hai duyệt
	CorrectionApplying  CorrectionState = "applying"  // approved; graded attempts are graded again
	CorrectionApplied   CorrectionState = "applied"   // xong
	CorrectionCancelled CorrectionState = "cancelled" // withdrawn or refused before anything changed
)

// Correction (đính chính đáp án) changes how one version of a question is scored, for every attempt that has it: those
// graded already are graded again, those handed in later are graded by it. A pass that was given stays.
type Correction struct {
	bun.BaseModel `bun:"table:assessment.corrections"`
	ID            uuid.UUID       `bun:"id"`
	CourseID      uuid.UUID       `bun:"course_id"`
	VersionID     uuid.UUID       `bun:"question_version_id"`
	Kind          CorrectionKind  `bun:"kind"`
	NewVersionID  *uuid.UUID      `bun:"new_version_id"` // of NewKey: a later version of the same question
	State         CorrectionState `bun:"state"`
	Reason        string          `bun:"reason"`
	ProposedBy    uuid.UUID       `bun:"proposed_by"`
	ProposedAt    time.Time       `bun:"proposed_at,nullzero,default:now()"`
	DecidedBy     *uuid.UUID      `bun:"decided_by"`
	DecidedAt     *time.Time      `bun:"decided_at"`
	Decision      string          `bun:"decision"`
	CursorTest    *uuid.UUID      `bun:"cursor_test"` // the last attempt that was done
	CursorAttempt *uuid.UUID      `bun:"cursor_attempt"`
	Attempts      int             `bun:"attempts"` // done in this run
	FinishedAt    *time.Time      `bun:"finished_at"`
}

// Faults of corrections.
var (
	ErrCorrectionOpen = fault.New(fault.Conflict, "correction.open",
		fault.Text{VI: "Câu hỏi này đang có một đính chính chưa xong. Hãy duyệt hoặc hủy đính chính đó trước.", EN: "A correction of this question is not finished. Approve or cancel it first."})
	ErrCorrectionState = fault.New(fault.Conflict, "correction.moved_on",
		fault.Text{VI: "Đính chính này đã được xử lý hoặc chưa tính xong ảnh hưởng. Hãy tải lại trang.", EN: "This correction has been handled, or is still being counted. Reload the page."})
	ErrCorrectionSecond = fault.New(fault.Forbidden, "correction.second_person",
		fault.Text{VI: "Người duyệt phải khác người đề nghị đính chính. Hãy để người khác duyệt.", EN: "Whoever approves must not be the one who proposed. Leave it to somebody else."})
)

// MayDecide says why the person may not approve the correction now; nil when they may. Errors: fault.ErrForbidden,
// ErrCorrectionSecond, ErrCorrectionState.
func (c Correction) MayDecide(who access.Principal) error {
	switch {
	case who.Require(access.ManageGrading) != nil:
		return who.Require(access.ManageGrading)
	case c.State != CorrectionCounted:
		return ErrCorrectionState
	case c.ProposedBy == who.PersonID:
		return ErrCorrectionSecond
	}
	return nil
}

func lockCorrection(ctx context.Context, tx bun.IDB, id uuid.UUID) (Correction, error) {
	var c Correction
	err := tx.NewSelect().Model(&c).Where("id = ?", id).For("UPDATE").Scan(ctx)
	return c, err
}

// summary is what the audit log keeps of a correction.
func (c Correction) summary() map[string]any {
	return map[string]any{"course_id": c.CourseID, "question_version_id": c.VersionID, "kind": c.Kind, "new_version_id": c.NewVersionID, "state": c.State}
}
