package certificate

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/postgres"
)

// DecideUnitShown writes what an agency decides about its name. Errors as FindUnitSetting's.
func (s *Service) DecideUnitShown(ctx context.Context, who access.Principal, agency uuid.UUID, shown bool) (UnitSetting, error) {
	var after UnitSetting
	if err := who.RequireAt(access.ManageVerification, agency); err != nil {
		return after, err
	}
	err := s.db.RunInTx(ctx, postgres.Agencies(agency), func(ctx context.Context, tx bun.Tx) error {
		before, err := unitSetting(ctx, tx, agency, s.Today())
		if err != nil {
			return err
		}
		decision := unitDecision{AgencyID: agency, Shown: shown, DecidedAt: s.now()}
		if _, err := tx.NewInsert().Model(&decision).On("CONFLICT (agency_id) DO UPDATE").Set("shown = EXCLUDED.shown").Set("decided_at = EXCLUDED.decided_at").Exec(ctx); err != nil {
			return err
		}
		if after, err = unitSetting(ctx, tx, agency, s.Today()); err != nil {
			return err
		}
		return audit.RecordTx(ctx, tx, audit.Entry{ActorID: who.PersonID, ActorRole: string(who.RoleAt(access.ManageVerification, agency)), AgencyID: agency,
			Action: "decide_unit_shown", ObjectType: "agency", ObjectID: agency, Before: map[string]bool{"agrees": before.Agrees}, After: map[string]bool{"agrees": shown}})
	})
	return after, err
}
