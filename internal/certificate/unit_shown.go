package certificate

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"taphuan/internal/access"
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
