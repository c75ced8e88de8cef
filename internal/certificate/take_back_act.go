package certificate

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/postgres"
)

// TakeBackAct takes an act back that is not decided; whoever proposed it may. It needs register.manage at the issuer's
// agency. Errors: fault.ErrNotFound elsewhere, ErrActState.
func (s *Service) TakeBackAct(ctx context.Context, who access.Principal, id uuid.UUID) (Act, error) {
	if err := who.Require(access.ManageRegister); err != nil {
		return Act{}, err
	}
	var a Act
	err := s.db.RunInTx(ctx, postgres.System(postgres.KeepRegister), func(ctx context.Context, tx bun.Tx) error {
		var by issuer
		var err error
		if a, by, err = lockAct(ctx, tx, id); err != nil {
			return err
		}
		if err := a.MayTakeBack(who, by.AgencyID); err != nil {
			return err
		}
		now := s.now()
		a.State, a.DecidedBy, a.DecidedAt = ActTakenBack, &who.PersonID, &now
		if err := endAct(ctx, tx, a); err != nil {
			return err
		}
		return recordAct(ctx, tx, who, access.ManageRegister, by, a, "take_back_register_act", "")
	})
	return a, err
}
