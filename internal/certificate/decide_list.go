package certificate

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/postgres"
)

// DecideList accepts a list, which issues all its certificates at once in the order of the names, or returns it with a note:
// its people wait again. It needs register.approve at the issuer's agency. Errors: those of DecisionList.MayDecide, ErrActOwn
// for somebody who stands on the list, fault.ErrInvalid at "body.note".
func (s *Service) DecideList(ctx context.Context, who access.Principal, cmd DecideAct) (DecisionList, error) {
	if err := who.Require(access.ApproveRegister); err != nil {
		return DecisionList{}, err
	}
	note, err := noteOf(cmd.Note, cmd.Approve)
	if err != nil {
		return DecisionList{}, err
	}
	return s.endList(ctx, who, access.ApproveRegister, cmd.ID, func(ctx context.Context, tx bun.Tx, by issuer, l *DecisionList) error {
		if err := l.MayDecide(who, by.AgencyID); err != nil {
			return err
		}
		l.State, l.DecisionNote = ActReturned, note
		action := "return_decision_list"
		if cmd.Approve {
			l.State, action = ActApproved, "approve_decision_list"
			if err := s.issueList(ctx, tx, who, by, *l); err != nil {
				return err
			}
		}
		return recordList(ctx, tx, who, access.ApproveRegister, by, *l, action, note)
	})
}

// endList locks a list and ends it by what decide says; whoever still stands on it then waits again.
func (s *Service) endList(ctx context.Context, who access.Principal, right access.Permission, id uuid.UUID, decide func(context.Context, bun.Tx, issuer, *DecisionList) error) (DecisionList, error) {
	var l DecisionList
	err := s.db.RunInTx(ctx, postgres.System(postgres.KeepRegister), func(ctx context.Context, tx bun.Tx) error {
		if err := tx.NewSelect().Model(&l).Where("id = ?", id).For("UPDATE").Scan(ctx); err != nil {
			return err
		}
		by, err := issuerByID(ctx, tx, l.IssuerID)
		if err != nil {
			return err
		}
		if err := decide(ctx, tx, by, &l); err != nil {
			return err
		}
		now := s.now()
		l.DecidedBy, l.DecidedAt = &who.PersonID, &now
		_, err = tx.NewUpdate().Model(&l).Column("state", "decided_by", "decided_at", "decision_note").Where("id = ?", l.ID).Exec(ctx)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `UPDATE certificate.waiting SET list_id = NULL WHERE list_id = ?`, l.ID)
		return err
	})
	return l, err
}

// issueList issues the certificates of a list and takes its people off those who wait.
func (s *Service) issueList(ctx context.Context, tx bun.Tx, who access.Principal, by issuer, l DecisionList) error {
	var list []Waiting
	if err := tx.NewSelect().Model(&list).Where("w.list_id = ?", l.ID).OrderExpr(byName).Scan(ctx); err != nil {
		return err
	}
	for _, w := range list {
		if err := refuseOwn(who, []uuid.UUID{w.PersonID}); err != nil {
			return err
		}
		done, course, err := completed(ctx, tx, w.EnrollmentID)
		if err != nil {
			return err
		}
		c := s.blank(done, course)
		c.Facts = w.Facts
		c.Facts.BasisDocument = l.basis()
		if err := s.register(ctx, tx, by, c); err != nil {
			return err
		}
	}
	_, err := tx.ExecContext(ctx, `DELETE FROM certificate.waiting WHERE list_id = ?`, l.ID)
	return err
}
