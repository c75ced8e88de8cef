package gathering

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/organization"
	"taphuan/internal/postgres"
)

// Invitation (chỉ tiêu cử người) lets another agency name its own people for a class, up to a quota.
type Invitation struct {
	bun.BaseModel `bun:"table:gathering.invitations"`
	ClassID       uuid.UUID `bun:"class_id"`
	AgencyID      uuid.UUID `bun:"agency_id"`
	Quota         int       `bun:"quota"`
	Name          string    `bun:"-"` // of the agency
	Named         int       `bun:"-"` // how many it has named
}

// SetInvitations says how many people each agency may name: the whole list. A quota below what an
// agency has named lets it name nobody more. It needs class.manage at the host. Errors:
// fault.ErrNotFound for an agency that does not exist, ErrClassEnded.
func (s *Service) SetInvitations(ctx context.Context, who access.Principal, classID uuid.UUID, wanted []Invitation) error {
	return s.db.RunInTx(ctx, own(who), func(ctx context.Context, tx bun.Tx) error {
		class, err := s.lockManaged(ctx, tx, who, classID)
		if err != nil {
			return err
		}
		if class.ended() {
			return ErrClassEnded
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM gathering.invitations WHERE class_id = ?`, classID); err != nil {
			return err
		}
		after := map[string]int{}
		for _, one := range wanted {
			one.ClassID = classID
			if _, err := organization.FindAgencyTx(ctx, tx, one.AgencyID, s.today()); err != nil {
				return err
			}
			_, err := tx.NewInsert().Model(&one).On("CONFLICT (class_id, agency_id) DO UPDATE").Set("quota = EXCLUDED.quota").Returning("NULL").Exec(ctx)
			if err != nil {
				return err
			}
			after[one.AgencyID.String()] = one.Quota
		}
		return s.record(ctx, tx, who, class, act{action: "set_invitations", after: after})
	})
}

// findInvitation returns an agency's quota in a class; fault.ErrNotFound when it is not invited.
func findInvitation(ctx context.Context, tx bun.IDB, class, agency uuid.UUID) (Invitation, error) {
	var one Invitation
	err := tx.NewSelect().Model(&one).Where("class_id = ? AND agency_id = ?", class, agency).Scan(ctx)
	return one, postgres.Fault(err)
}

// checkQuota refuses people beyond what an agency may name. The host has no quota: its seats bound it.
func checkQuota(ctx context.Context, tx bun.IDB, class Class, agency uuid.UUID) error {
	if agency == class.HostID {
		return nil
	}
	one, err := findInvitation(ctx, tx, class.ID, agency)
	if err != nil {
		return err
	}
	var named int
	err = tx.NewRaw(`SELECT count(*) FROM gathering.participants WHERE class_id = ? AND called_by_agency_id = ? AND state IN (?)`,
		class.ID, agency, bun.List(live)).Scan(ctx, &named)
	if err == nil && named > one.Quota {
		return ErrQuota
	}
	return err
}

// listInvitations returns the invitations of a class with names and numbers. The scope must see every
// participant.
func (s *Service) listInvitations(ctx context.Context, tx bun.IDB, class uuid.UUID) ([]Invitation, error) {
	var all []Invitation
	err := tx.NewSelect().Model(&all).Where("class_id = ?", class).Order("agency_id").Limit(500).Scan(ctx)
	if err != nil {
		return nil, err
	}
	named := map[uuid.UUID]int{}
	var rows []struct {
		AgencyID uuid.UUID
		Named    int
	}
	err = tx.NewRaw(`SELECT called_by_agency_id AS agency_id, count(*) AS named FROM gathering.participants
		WHERE class_id = ? AND called_by_agency_id IS NOT NULL AND state IN (?) GROUP BY 1`, class, bun.List(live)).Scan(ctx, &rows)
	for _, r := range rows {
		named[r.AgencyID] = r.Named
	}
	for i := range all {
		if err != nil {
			return nil, err
		}
		var agency organization.Agency
		agency, err = organization.FindAgencyTx(ctx, tx, all[i].AgencyID, s.today())
		all[i].Name, all[i].Named = agency.Name, named[all[i].AgencyID]
	}
	return all, err
}

// invited reports whether the person manages an agency that is invited to the class.
func invited(ctx context.Context, tx bun.IDB, who access.Principal, class uuid.UUID) (bool, error) {
	agencies := who.AgenciesFor(access.ManageClasses)
	if len(agencies) == 0 || !who.Can(access.ReadPeople) {
		return false, nil
	}
	var found bool
	err := tx.NewRaw(`SELECT EXISTS (SELECT FROM gathering.invitations WHERE class_id = ? AND agency_id IN (?))`, class, bun.List(agencies)).Scan(ctx, &found)
	return found, err
}

// mayName returns nil when the person may name people of an agency for the class: they see the
// agency's people and manage its classes.
func mayName(who access.Principal, agency uuid.UUID) error {
	if err := who.RequireAt(access.ManageClasses, agency); err != nil {
		return err
	}
	if who.RequireAt(access.ReadPeople, agency) != nil {
		return fault.ErrForbidden
	}
	return nil
}
