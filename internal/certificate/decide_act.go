package certificate

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/postgres"
	"taphuan/internal/vietnamese"
)

// DecideAct is the word of a second person on an act.
type DecideAct struct {
	ID      uuid.UUID
	Approve bool
	Note    string // required to return it
}

// DecideAct approves an act, which is done at once and enters its line, or returns it. It needs register.approve at the
// issuer's agency. Errors: those of Act.MayDecide, ErrActState when the certificate has changed since, fault.ErrInvalid at
// "body.note".
func (s *Service) DecideAct(ctx context.Context, who access.Principal, cmd DecideAct) (Act, error) {
	if err := who.Require(access.ApproveRegister); err != nil {
		return Act{}, err
	}
	note, err := noteOf(cmd.Note, cmd.Approve)
	if err != nil {
		return Act{}, err
	}
	var a Act
	err = s.db.RunInTx(ctx, postgres.System(postgres.KeepRegister), func(ctx context.Context, tx bun.Tx) error {
		var by issuer
		if a, by, err = lockAct(ctx, tx, cmd.ID); err != nil {
			return err
		}
		if err := a.MayDecide(who, by.AgencyID); err != nil {
			return err
		}
		now, action := s.now(), "return_register_act"
		a.State, a.DecidedBy, a.DecidedAt, a.DecisionNote = ActReturned, &who.PersonID, &now, note
		if cmd.Approve {
			a.State, action = ActApproved, "approve_register_act"
		}
		if err := endAct(ctx, tx, a); err != nil {
			return err
		}
		if err := recordAct(ctx, tx, who, access.ApproveRegister, by, a, action, note); err != nil || !cmd.Approve {
			return err
		}
		return s.do(ctx, tx, by, a)
	})
	return a, err
}

// noteOf checks what a second person writes: needed to return something, free to approve it.
func noteOf(text string, approve bool) (string, error) {
	text = vietnamese.Normalize(text)
	if approve && text == "" {
		return "", nil
	}
	return text, fault.ErrInvalid.CheckReason("body.note", text).OrNil()
}

// endAct writes how an act ended.
func endAct(ctx context.Context, tx bun.IDB, a Act) error {
	_, err := tx.NewUpdate().Model(&a).Column("state", "decided_by", "decided_at", "decision_note").Where("id = ?", a.ID).Exec(ctx)
	return err
}
