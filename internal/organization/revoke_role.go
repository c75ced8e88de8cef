package organization

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/fault"
	"taphuan/internal/postgres"
	"taphuan/internal/vietnamese"
)

// RevokeRole ends a grant: at once, or from a day on.
type RevokeRole struct {
	GrantID  uuid.UUID
	On       *time.Time // the first day on which it no longer holds; nil: at once
	Reason   string     // required
	Document string
}

// RevokeRole (thu hồi vai trò) ends a grant; every node knows it within a second. The caller must
// be one who may give that role there. Errors: ErrGrantEnded, ErrLastAdministrator,
// fault.ErrInvalid at the field that is wrong, fault.ErrForbidden, fault.ErrNotFound.
func (s *Service) RevokeRole(ctx context.Context, who access.Principal, cmd RevokeRole) error {
	if err := who.Require(access.ManageAccounts); err != nil {
		return err
	}
	cmd.Reason, cmd.Document = vietnamese.Normalize(cmd.Reason), vietnamese.Normalize(cmd.Document)
	if err := fault.ErrInvalid.CheckReason("body.reason", cmd.Reason).OrNil(); err != nil {
		return err
	}
	agencies := who.AgenciesFor(access.ManageAccounts)
	scope := postgres.Agencies(agencies...)
	var person uuid.UUID
	err := s.db.RunInTx(ctx, scope, func(ctx context.Context, tx bun.Tx) error {
		var grant Grant
		err := tx.NewSelect().Model(&grant).Where("g.id = ? AND g.agency_id IN (?)", cmd.GrantID, bun.List(agencies)).For("UPDATE").Scan(ctx)
		if err != nil {
			return err
		}
		if err := who.RequireGrant(grant.Role, grant.AgencyID); err != nil {
			return err
		}
		person = grant.PersonID
		return s.revokeTx(ctx, tx, who, scope, grant, cmd)
	})
	if err == nil {
		s.accounts.Watcher().NoteChanged(person)
	}
	return err
}

func (s *Service) revokeTx(ctx context.Context, tx bun.Tx, who access.Principal, scope postgres.Scope, grant Grant, cmd RevokeRole) error {
	end, err := endOf(grant, cmd.On, s.Today())
	if err != nil {
		return err
	}
	if err := s.keepAdministratorTx(ctx, tx, scope, grant.PersonID, []Grant{grant}); err != nil {
		return err
	}
	if err := postgres.SetScope(ctx, tx, scope.AndPersons(grant.PersonID)); err != nil {
		return err
	}
	_, err = tx.NewUpdate().Model((*Grant)(nil)).Set("valid_to = ?, ended_by = ?, ended_at = ?, end_reason = ?", end, who.PersonID, s.now(), cmd.Reason).
		Where("g.id = ?", grant.ID).Exec(ctx)
	if err != nil {
		return err
	}
	if err := s.accounts.TouchTx(ctx, tx, grant.PersonID); err != nil {
		return err
	}
	agency, err := FindAgencyTx(ctx, tx, grant.AgencyID, grant.ValidFrom)
	if err != nil {
		return err
	}
	if err := s.changedGrantTx(ctx, tx, RoleRevoked, grant); err != nil {
		return err
	}
	before, after := grantStory(grant, agency), map[string]any{"to": end.Format(time.DateOnly)}
	if cmd.Document != "" {
		after["document"] = cmd.Document
	}
	return audit.RecordTx(ctx, tx, audit.Entry{ActorID: who.PersonID, ActorRole: actingRole(who, access.ManageAccounts, grant.AgencyID),
		AgencyID: grant.AgencyID, Action: "revoke_role", ObjectType: "account", ObjectID: grant.PersonID, Reason: cmd.Reason, Before: before, After: after})
}

// endOf is the day from which a revoked grant no longer holds: it only ever comes earlier.
func endOf(grant Grant, on *time.Time, today time.Time) (time.Time, error) {
	if grant.ValidTo != nil && !grant.ValidTo.After(today) {
		return time.Time{}, ErrGrantEnded
	}
	end := today
	if on != nil {
		end = *on
	}
	if end.Before(today) || grant.ValidTo != nil && !end.Before(*grant.ValidTo) {
		return time.Time{}, fault.ErrInvalid.At("body.on", "out_of_range", textGrantEarlier)
	}
	if end.Before(grant.ValidFrom) { // revoked before it began: it never holds
		end = grant.ValidFrom
	}
	return end, nil
}

// lastAdministratorLock makes those who take administrators away wait for each other.
const lastAdministratorLock = 7218363

// keepAdministratorTx refuses to take the given grants, or with none named the whole account, away
// from somebody when nobody else would administer the whole installation without an end, with an
// account that is open. Error: ErrLastAdministrator.
func (s *Service) keepAdministratorTx(ctx context.Context, tx bun.Tx, scope postgres.Scope, person uuid.UUID, taken []Grant) error {
	for _, g := range taken {
		if g.Role != access.SystemAdmin {
			return nil
		}
	}
	if _, err := tx.ExecContext(ctx, "SELECT pg_advisory_xact_lock(?)", lastAdministratorLock); err != nil {
		return err
	}
	var keepers []uuid.UUID
	err := tx.NewRaw(`SELECT DISTINCT g.person_id FROM organization.grants g
		JOIN organization.agency_versions v ON v.agency_id = g.agency_id AND v.valid_to IS NULL AND v.parent_id IS NULL
		WHERE g.role = ? AND g.valid_from <= ? AND g.valid_to IS NULL`, access.SystemAdmin, s.Today()).Scan(ctx, &keepers)
	if err != nil || !containsID(keepers, person) {
		return err // not one of those who keep the installation
	}
	if err := postgres.SetScope(ctx, tx, scope.AndPersons(keepers...)); err != nil {
		return err
	}
	var others int
	err = tx.NewRaw(`SELECT count(*) FROM organization.account_cards WHERE person_id IN (?) AND person_id <> ? AND disabled_at IS NULL`,
		bun.List(keepers), person).Scan(ctx, &others)
	if err == nil && others == 0 {
		err = ErrLastAdministrator
	}
	if err != nil {
		return err
	}
	return postgres.SetScope(ctx, tx, scope)
}

func containsID(ids []uuid.UUID, id uuid.UUID) bool {
	for _, one := range ids {
		if one == id {
			return true
		}
	}
	return false
}
