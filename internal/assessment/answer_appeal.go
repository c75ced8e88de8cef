package assessment

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/fault"
	"taphuan/internal/postgres"
	"taphuan/internal/vietnamese"
)

// AnswerAppeal is what an examiner found. Points proposes others for a question; nil keeps the result.
type AnswerAppeal struct {
	ID       uuid.UUID
	Position int  // of the question whose points change; 0: that of the appeal
	Points   *int // hundredths
	Answer   string
}

// AnswerAppeal keeps the result with an answer to the learner, or proposes other points, on which a second person
// decides. It needs grading.manage. Errors: those of Appeal.MayAnswer, fault.ErrNotFound, fault.ErrInvalid at
// "body.answer", "body.position" or "body.points".
func (s *Service) AnswerAppeal(ctx context.Context, who access.Principal, cmd AnswerAppeal) (Appeal, error) {
	answer := vietnamese.Normalize(cmd.Answer)
	if err := fault.ErrInvalid.CheckReason("body.answer", answer).OrNil(); err != nil {
		return Appeal{}, err
	}
	return s.changeAppeal(ctx, who, cmd.ID, "answer_appeal", answer, func(ctx context.Context, tx bun.Tx, a *Attempt, appeal *Appeal) error {
		if err := appeal.MayAnswer(who); err != nil {
			return err
		}
		now := a.ReadAt
		appeal.AnsweredBy, appeal.AnsweredAt, appeal.Answer, appeal.State = &who.PersonID, &now, answer, AppealKept
		if cmd.Points == nil {
			return nil
		}
		position := cmd.Position
		if position == 0 {
			position = appeal.Position
		}
		appeal.State, appeal.PointsPosition, appeal.Points = AppealProposed, &position, cmd.Points
		return s.checkProposed(ctx, tx, a, position, *cmd.Points)
	})
}

// checkProposed wants points within those of a question of the paper.
func (s *Service) checkProposed(ctx context.Context, tx bun.IDB, a *Attempt, position, points int) error {
	if position < 1 || position > len(a.Paper.Items) {
		return fault.ErrInvalid.At("body.position", "appeal.position", fault.Text{VI: "Hãy chọn câu được đổi điểm.", EN: "Choose the question whose points change."})
	}
	version := a.Paper.Items[position-1].VersionID
	bodies, err := s.loadBodies(ctx, tx, []uuid.UUID{version})
	if err == nil && (points < 0 || points > int(bodies[version].MaxPoints)) {
		err = fault.ErrInvalid.At("body.points", "out_of_range", fault.Text{VI: "Điểm phải từ 0 đến điểm tối đa của câu.", EN: "Points are 0 to the most that the question is worth."})
	}
	return err
}

// changeAppeal locks an appeal with its attempt, lets change judge and alter it, and writes it with its audit entry and
// what follows.
func (s *Service) changeAppeal(ctx context.Context, who access.Principal, id uuid.UUID, action, reason string,
	change func(context.Context, bun.Tx, *Attempt, *Appeal) error) (Appeal, error) {
	scope, err := gradingScope(who, access.ManageGrading)
	if err != nil {
		return Appeal{}, err
	}
	var appeal Appeal
	err = s.db.RunInTx(ctx, scope, func(ctx context.Context, tx bun.Tx) error {
		var a *Attempt
		var err error
		if a, appeal, err = lockAppeal(ctx, tx, id); err != nil {
			return err
		}
		before := appeal.summary()
		if err := change(ctx, tx, a, &appeal); err != nil {
			return err
		}
		if _, err := tx.NewUpdate().Model(&appeal).Where("id = ?", appeal.ID).Exec(ctx); err != nil {
			return err
		}
		if err := audit.RecordTx(ctx, tx, audit.Entry{ActorID: who.PersonID, ActorRole: string(who.RoleAt(access.ManageGrading, appeal.AgencyID)), AgencyID: appeal.AgencyID,
			Action: action, ObjectType: "appeal", ObjectID: appeal.ID, Reason: reason, Before: before, After: appeal.summary()}); err != nil {
			return err
		}
		return s.followAppeal(ctx, tx, who, a, appeal)
	})
	return appeal, err
}

// followAppeal writes what an appeal that has ended leads to: other points, and word to the learner.
func (s *Service) followAppeal(ctx context.Context, tx bun.Tx, who access.Principal, a *Attempt, appeal Appeal) error {
	if appeal.State == AppealOpen || appeal.State == AppealProposed {
		return nil
	}
	if appeal.State == AppealChanged {
		if err := postgres.SetScope(ctx, tx, postgres.Agencies(who.AgenciesFor(access.ManageGrading)...).AndPersons(a.PersonID)); err != nil {
			return err
		}
		why := PointChange{Cause: ByAppeal, CauseID: &appeal.ID, Position: *appeal.PointsPosition, Reason: appeal.Answer, ChangedBy: *appeal.AnsweredBy, ApprovedBy: appeal.DecidedBy}
		if err := s.regradeTx(ctx, tx, []*Attempt{a}, why); err != nil {
			return err
		}
	}
	return s.outbox.AppendTx(ctx, tx, AppealAnswered{AppealID: appeal.ID})
}
