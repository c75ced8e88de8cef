package learning

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/postgres"
	"taphuan/internal/vietnamese"
)

// DecideExemption approves or refuses a proposal as its second person. It needs exemption.approve at
// the person's agency. Figures count an approval from this day on. Errors: fault.ErrNotFound out of
// reach, ErrOwnAffair, ErrSamePerson, ErrDecided, fault.ErrInvalid for a refusal without a reason.
func (s *Service) DecideExemption(ctx context.Context, who access.Principal, id uuid.UUID, approve bool, reason string) error {
	if reason = vietnamese.Normalize(reason); !approve || reason != "" {
		if _, err := reasonOf("body.reason", reason); err != nil {
			return err
		}
	}
	return s.changeExemption(ctx, who, access.ApproveExemption, id, func(ctx context.Context, tx bun.Tx, e Exemption) error {
		switch {
		case e.State != "proposed":
			return ErrDecided
		case e.PersonID == who.PersonID:
			return ErrOwnAffair
		case e.ProposedBy == who.PersonID:
			return ErrSamePerson
		}
		state, action := "refused", "refuse_exemption"
		if approve {
			state, action = "approved", "approve_exemption"
		}
		_, err := tx.ExecContext(ctx, `UPDATE learning.exemptions SET state = ?, decided_by = ?, decided_on = ?, decision_reason = ? WHERE id = ?`,
			state, who.PersonID, s.today(), reason, id)
		if err != nil {
			return err
		}
		if err := recordExemption(ctx, tx, who, access.ApproveExemption, e, action, reason); err != nil {
			return err
		}
		return s.outbox.AppendTx(ctx, tx, ExemptionDecided{ExemptionID: e.ID})
	})
}

// WithdrawExemption ends an approved exemption from today, or takes a proposal back. It needs
// requirement.manage at the person's agency and a reason. Past days keep it.
func (s *Service) WithdrawExemption(ctx context.Context, who access.Principal, id uuid.UUID, reason string) error {
	reason, err := reasonOf("body.reason", reason)
	if err != nil {
		return err
	}
	return s.changeExemption(ctx, who, access.ManageDuties, id, func(ctx context.Context, tx bun.Tx, e Exemption) error {
		if e.State != "proposed" && e.State != "approved" {
			return ErrDecided
		}
		if e.PersonID == who.PersonID {
			return ErrOwnAffair
		}
		_, err = tx.ExecContext(ctx, `UPDATE learning.exemptions SET state = 'withdrawn', withdrawn_by = ?0, withdrawn_on = ?1, withdraw_reason = ?2,
			decided_on = COALESCE(decided_on, ?1) WHERE id = ?3`, who.PersonID, s.today(), reason, id)
		if err != nil {
			return err
		}
		err = recordExemption(ctx, tx, who, access.ManageDuties, e, "withdraw_exemption", reason)
		if err != nil || e.State == "proposed" { // the person was never exempt
			return err
		}
		return s.outbox.AppendTx(ctx, tx, ExemptionDecided{ExemptionID: e.ID})
	})
}

// changeExemption locks an exemption that the person may change.
func (s *Service) changeExemption(ctx context.Context, who access.Principal, right access.Permission, id uuid.UUID, change func(context.Context, bun.Tx, Exemption) error) error {
	if err := who.Require(right); err != nil {
		return err
	}
	return s.db.RunInTx(ctx, postgres.Agencies(who.AgenciesFor(right)...), func(ctx context.Context, tx bun.Tx) error {
		var e Exemption
		if err := tx.NewSelect().Model(&e).Where("id = ?", id).For("UPDATE").Scan(ctx); err != nil {
			return err
		}
		if err := who.RequireAt(right, e.AgencyID); err != nil {
			return err
		}
		return change(ctx, tx, e)
	})
}

func recordExemption(ctx context.Context, tx bun.Tx, who access.Principal, right access.Permission, e Exemption, action, reason string) error {
	return audit.RecordTx(ctx, tx, audit.Entry{ActorID: who.PersonID, ActorRole: string(who.RoleAt(right, e.AgencyID)), AgencyID: e.AgencyID, Action: action, ObjectType: "exemption",
		ObjectID: e.ID, Reason: reason, Before: map[string]string{"state": e.State}})
}
