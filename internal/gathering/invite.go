package gathering

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

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
	Name          string    `bun:"-"`              // of the agency
	Named         int       `bun:"named,scanonly"` // how many it has named
}

// MaxInvitations bounds how many agencies a class invites.
const MaxInvitations = 300

// SetInvitations says how many people each agency may name: the whole list. A quota below what an
// agency has named lets it name nobody more. It needs class.manage at the host. Errors:
// ErrTooManyInvited, fault.ErrNotFound for an agency that does not stand, ErrClassEnded.
func (s *Service) SetInvitations(ctx context.Context, who access.Principal, classID uuid.UUID, wanted []Invitation) error {
	return s.db.RunInTx(ctx, own(who), func(ctx context.Context, tx bun.Tx) error {
		class, err := s.lockManaged(ctx, tx, who, classID)
		if err != nil {
			return err
		}
		if class.ended() {
			return ErrClassEnded
		}
		if len(wanted) > MaxInvitations {
			return ErrTooManyInvited
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM gathering.invitations WHERE class_id = ?`, classID); err != nil {
			return err
		}
		after, err := s.invite(ctx, tx, class, wanted)
		if err != nil {
			return err
		}
		return s.record(ctx, tx, who, class, act{action: "set_invitations", after: after})
	})
}

// invite writes the invitations and returns the quota of each agency; of two for one agency the last counts.
func (s *Service) invite(ctx context.Context, tx bun.IDB, class Class, wanted []Invitation) (map[uuid.UUID]int, error) {
	quotas := map[uuid.UUID]int{}
	for _, one := range wanted {
		quotas[one.AgencyID] = one.Quota
	}
	if len(quotas) == 0 {
		return quotas, nil
	}
	ids := slices.Collect(maps.Keys(quotas))
	if stand, err := organization.AllStandTx(ctx, tx, ids, s.today()); err != nil || !stand {
		return nil, cmp.Or(err, error(fault.ErrNotFound))
	}
	rows := make([]Invitation, len(ids))
	for i, id := range ids {
		rows[i] = Invitation{ClassID: class.ID, AgencyID: id, Quota: quotas[id]}
	}
	_, err := tx.NewInsert().Model(&rows).Returning("NULL").Exec(ctx)
	return quotas, err
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
	err := tx.NewRaw(`SELECT i.class_id, i.agency_id, i.quota, count(p.id) AS named FROM gathering.invitations i
		LEFT JOIN gathering.participants p ON p.class_id = i.class_id AND p.called_by_agency_id = i.agency_id AND p.state IN (?)
		WHERE i.class_id = ? GROUP BY i.class_id, i.agency_id LIMIT ?`, bun.List(live), class, MaxInvitations).Scan(ctx, &all)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	ids := make([]uuid.UUID, len(all))
	for i, one := range all {
		ids[i] = one.AgencyID
	}
	names, err := organization.AgencyNames(ctx, tx, ids, s.today())
	for i := range all {
		all[i].Name = names[all[i].AgencyID]
	}
	slices.SortFunc(all, func(a, b Invitation) int { return strings.Compare(a.Name, b.Name) })
	return all, err
}

// invited reports whether the person may name people of an agency that is invited to the class.
func invited(ctx context.Context, tx bun.IDB, who access.Principal, class uuid.UUID) (bool, error) {
	agencies := namingAgencies(who)
	if len(agencies) == 0 {
		return false, nil
	}
	var found bool
	err := tx.NewRaw(`SELECT EXISTS (SELECT FROM gathering.invitations WHERE class_id = ? AND agency_id IN (?))`, class, bun.List(agencies)).Scan(ctx, &found)
	return found, err
}

// namingAgencies are the agencies whose people the person may name: they manage the agency's classes and
// see its people.
func namingAgencies(who access.Principal) []uuid.UUID {
	seen := who.AgenciesFor(access.ReadPeople)
	return slices.DeleteFunc(who.AgenciesFor(access.ManageClasses), func(id uuid.UUID) bool { return !slices.Contains(seen, id) })
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
