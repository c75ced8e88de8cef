package certificate

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
)

// TakeBackList takes a list back that is not decided; whoever proposed it may, and its people wait again. It needs
// register.manage at the issuer's agency. Errors: fault.ErrNotFound elsewhere, ErrActState.
func (s *Service) TakeBackList(ctx context.Context, who access.Principal, id uuid.UUID) (DecisionList, error) {
	if err := who.Require(access.ManageRegister); err != nil {
		return DecisionList{}, err
	}
	return s.endList(ctx, who, access.ManageRegister, id, func(ctx context.Context, tx bun.Tx, by issuer, l *DecisionList) error {
		if err := l.MayTakeBack(who, by.AgencyID); err != nil {
			return err
		}
		l.State = ActTakenBack
		return recordList(ctx, tx, who, access.ManageRegister, by, *l, "take_back_decision_list", "")
	})
}
