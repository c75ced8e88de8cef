package certificate

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/fault"
	"taphuan/internal/organization"
	"taphuan/internal/postgres"
)

// UnitSetting says whether strangers who verify a certificate read an agency's name as somebody's unit. An agency is named
// when it and everything above it agree: each by what it decided, or by its kind, and the police do not unless they decide
// so. A certificate keeps what held at its issue; deciding against it later hides the name at once.
type UnitSetting struct {
	AgencyID    uuid.UUID
	Shown       bool       // what strangers see of certificates issued today
	Agrees      bool       // the agency itself
	DecidedAt   *time.Time // nil: by its kind
	HiddenAbove bool       // something above it does not agree
}

type unitDecision struct {
	bun.BaseModel `bun:"table:certificate.unit_settings"`
	AgencyID      uuid.UUID `bun:"agency_id"`
	Shown         bool      `bun:"shown"`
	DecidedAt     time.Time `bun:"decided_at"`
}

// FindUnitSetting returns an agency's setting. Errors: fault.ErrForbidden, fault.ErrNotFound for another's agency.
func (s *Service) FindUnitSetting(ctx context.Context, who access.Principal, agency uuid.UUID) (UnitSetting, error) {
	var found UnitSetting
	if err := who.RequireAt(access.ManageVerification, agency); err != nil {
		return found, err
	}
	err := s.db.Read(ctx, postgres.Agencies(agency), func(ctx context.Context, tx bun.Tx) (err error) {
		found, err = unitSetting(ctx, tx, agency, s.Today())
		return err
	})
	return found, err
}

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

// unitSetting asks the agency and what is above it on a day.
func unitSetting(ctx context.Context, tx bun.IDB, agency uuid.UUID, day time.Time) (UnitSetting, error) {
	setting := UnitSetting{AgencyID: agency}
	above, err := organization.Ancestors(ctx, tx, agency, day)
	if err != nil {
		return setting, err
	}
	if !slices.Contains(above, agency) { // it does not stand on that day
		return setting, fault.ErrNotFound
	}
	decided, err := unitDecisions(ctx, tx, above)
	if err != nil {
		return setting, err
	}
	for _, id := range above { // three or four
		agrees, err := agreesToBeNamed(ctx, tx, id, day, decided)
		switch {
		case err != nil:
			return setting, err
		case id == agency:
			setting.Agrees = agrees
		case !agrees:
			setting.HiddenAbove = true
		}
	}
	if own, known := decided[agency]; known {
		setting.DecidedAt = &own.DecidedAt
	}
	setting.Shown = setting.Agrees && !setting.HiddenAbove
	return setting, nil
}

func agreesToBeNamed(ctx context.Context, tx bun.IDB, agency uuid.UUID, day time.Time, decided map[uuid.UUID]unitDecision) (bool, error) {
	if own, known := decided[agency]; known {
		return own.Shown, nil
	}
	found, err := organization.FindAgencyTx(ctx, tx, agency, day)
	return found.Kind != organization.KindPolice, err
}

func unitDecisions(ctx context.Context, tx bun.IDB, agencies []uuid.UUID) (map[uuid.UUID]unitDecision, error) {
	var list []unitDecision
	err := tx.NewSelect().Model(&list).Where("agency_id = ANY (?::uuid[])", pgdialect.Array(agencies)).Scan(ctx)
	decided := map[uuid.UUID]unitDecision{}
	for _, d := range list {
		decided[d.AgencyID] = d
	}
	return decided, err
}

// someHide asks whether any agency hides its name at all.
const someHide postgres.Prepared = `SELECT EXISTS (SELECT FROM certificate.unit_settings WHERE NOT shown)`

// hideUnit takes the unit from what strangers read where the agency, or one above it at the issue or today, has decided so
// since.
func (s *Service) hideUnit(ctx context.Context, tx bun.IDB, c *Certificate) error {
	if !c.Facts.UnitPublic {
		return nil
	}
	some := false
	if err := someHide.Scan(ctx, tx, &some); err != nil || !some {
		return err
	}
	var above []uuid.UUID
	for _, day := range []time.Time{c.IssuedOn, s.Today()} {
		some, err := organization.Ancestors(ctx, tx, c.AgencyID, day)
		if err != nil {
			return err
		}
		above = append(above, some...)
	}
	hidden, err := tx.NewSelect().Table("certificate.unit_settings").Where("agency_id = ANY (?::uuid[]) AND NOT shown", pgdialect.Array(append(above, c.AgencyID))).Exists(ctx)
	c.Facts.UnitPublic = !hidden
	return err
}
