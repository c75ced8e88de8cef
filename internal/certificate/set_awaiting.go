package certificate

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/postgres"
)

// SetAwaiting has the certificates of an issuer wait for a decision from now on, or be issued by rule again; who waits
// already goes on waiting. It needs register.approve at the issuer's agency. fault.ErrNotFound elsewhere.
func (s *Service) SetAwaiting(ctx context.Context, who access.Principal, issuerID uuid.UUID, awaits bool) error {
	if err := who.Require(access.ApproveRegister); err != nil {
		return err
	}
	return s.db.RunInTx(ctx, postgres.System(postgres.KeepRegister), func(ctx context.Context, tx bun.Tx) error {
		by, err := issuerByID(ctx, tx, issuerID)
		if err != nil {
			return err
		}
		if err := who.RequireAt(access.ApproveRegister, by.AgencyID); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `UPDATE certificate.issuers SET awaits_decision = ? WHERE id = ?`, awaits, by.ID); err != nil {
			return err
		}
		return audit.RecordTx(ctx, tx, audit.Entry{ActorID: who.PersonID, ActorRole: string(who.RoleAt(access.ApproveRegister, by.AgencyID)), AgencyID: by.AgencyID,
			Action: "set_awaiting_decision", ObjectType: "certificate_issuer", ObjectID: by.ID,
			Before: map[string]bool{"awaits": by.AwaitsDecision}, After: map[string]bool{"awaits": awaits}})
	})
}
