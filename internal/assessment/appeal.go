package assessment

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/fault"
)

// AppealState says how far an appeal is.
type AppealState string

// The states of an appeal.
const (
	AppealOpen     AppealState = "open"     // chờ xem xét
	AppealProposed AppealState = "proposed" // other points are proposed; a second person decides
	AppealChanged  AppealState = "changed"  // đã đổi điểm
	AppealKept     AppealState = "kept"     // giữ nguyên điểm
)

// Appeal (phúc khảo) is a learner's wish that a question, or the whole paper, be looked at again. Its answer is seen by
// them; whoever handles it sees no name.
type Appeal struct {
	bun.BaseModel  `bun:"table:assessment.appeals"`
	ID             uuid.UUID   `bun:"id"`
	AttemptID      uuid.UUID   `bun:"attempt_id"`
	Position       int         `bun:"position"` // 0: the whole paper
	PersonID       uuid.UUID   `bun:"person_id"`
	AgencyID       uuid.UUID   `bun:"agency_id"`
	CourseID       uuid.UUID   `bun:"course_id"`
	Reason         string      `bun:"reason"`
	State          AppealState `bun:"state"`
	CreatedAt      time.Time   `bun:"created_at,nullzero,default:now()"`
	PointsPosition *int        `bun:"points_position"` // whose points change
	Points         *int        `bun:"points"`          // hundredths that are proposed
	AnsweredBy     *uuid.UUID  `bun:"answered_by"`
	AnsweredAt     *time.Time  `bun:"answered_at"`
	Answer         string      `bun:"answer"`
	DecidedBy      *uuid.UUID  `bun:"decided_by"`
	DecidedAt      *time.Time  `bun:"decided_at"`
	Decision       string      `bun:"decision"`
}

// Faults of appeals.
var (
	ErrAppealClosed = fault.New(fault.Conflict, "appeal.closed",
		fault.Text{VI: "Đã hết thời hạn phúc khảo của bài này.", EN: "The time for appeals against this result is over."})
	ErrAppealTwice = fault.New(fault.Conflict, "appeal.twice",
		fault.Text{VI: "Câu này đã có đề nghị phúc khảo. Mỗi câu chỉ phúc khảo một lần.", EN: "There is an appeal about this question already. Each question can be appealed once."})
	ErrAppealState = fault.New(fault.Conflict, "appeal.moved_on",
		fault.Text{VI: "Đề nghị phúc khảo này đã được xử lý. Hãy tải lại trang.", EN: "This appeal has been handled. Reload the page."})
	ErrAppealOwn = fault.New(fault.Forbidden, "appeal.own",
		fault.Text{VI: "Không ai xử lý phúc khảo của chính mình. Hãy để người khác làm.", EN: "Nobody handles their own appeal. Leave it to somebody else."})
	ErrAppealSecond = fault.New(fault.Forbidden, "appeal.second_person",
		fault.Text{VI: "Người duyệt đổi điểm phải khác người đề nghị đổi. Hãy để người khác duyệt.", EN: "Whoever approves a change of points must not be the one who proposed it. Leave it to somebody else."})
)

// MayAnswer says why the person may not answer the appeal now; nil when they may.
func (a Appeal) MayAnswer(who access.Principal) error { return a.may(who, AppealOpen) }

// MayDecide says why the person may not decide on the proposed points now; nil when they may.
func (a Appeal) MayDecide(who access.Principal) error {
	if err := a.may(who, AppealProposed); err != nil {
		return err
	}
	if a.AnsweredBy != nil && *a.AnsweredBy == who.PersonID {
		return ErrAppealSecond
	}
	return nil
}

func (a Appeal) may(who access.Principal, state AppealState) error {
	if err := who.RequireAt(access.ManageGrading, a.AgencyID); err != nil {
		return err
	}
	if a.PersonID == who.PersonID {
		return ErrAppealOwn
	}
	if a.State != state {
		return ErrAppealState
	}
	return nil
}

// lockAppeal locks the attempt and then the appeal, as everything does that ends in a result.
func lockAppeal(ctx context.Context, tx bun.IDB, id uuid.UUID) (*Attempt, Appeal, error) {
	var a Appeal
	if err := tx.NewSelect().Model(&a).Column("attempt_id").Where("id = ?", id).Scan(ctx); err != nil {
		return nil, a, err
	}
	attempts, err := lockAttempts(ctx, tx, []uuid.UUID{a.AttemptID})
	if err != nil || len(attempts) == 0 {
		return nil, a, fault.ErrNotFound.Because(err)
	}
	a = Appeal{}
	err = tx.NewSelect().Model(&a).Where("id = ?", id).For("UPDATE").Scan(ctx)
	return attempts[0], a, err
}

// summary is what the audit log keeps of an appeal.
func (a Appeal) summary() map[string]any {
	return map[string]any{"attempt_id": a.AttemptID, "position": a.Position, "state": a.State, "points_position": a.PointsPosition, "points": a.Points}
}
