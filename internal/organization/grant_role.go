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

// GrantRole gives a person a role in an agency's subtree.
type GrantRole struct {
	PersonID uuid.UUID
	Role     access.Role
	AgencyID uuid.UUID
	From     time.Time  // the zero value: today
	To       *time.Time // the first day on which it no longer holds; nil: until revoked
	Document string     // required: number and date
	Reason   string
}

// GrantRole (giao vai trò) stores a grant; every node knows it within a second. The caller's own
// role must be one that names this role at that agency (access.Principal.RequireGrant), and the
// person must be in reach. Errors: ErrGrantSelf, ErrGrantStudent, ErrGrantExists, fault.ErrInvalid
// at the field that is wrong, fault.ErrForbidden, fault.ErrNotFound.
func (s *Service) GrantRole(ctx context.Context, who access.Principal, cmd GrantRole) (uuid.UUID, error) {
	if err := s.checkGrant(who, &cmd); err != nil {
		return uuid.Nil, err
	}
	grant := Grant{ID: audit.NewID(), PersonID: cmd.PersonID, Role: cmd.Role, AgencyID: cmd.AgencyID, ValidFrom: cmd.From, ValidTo: cmd.To,
		Document: cmd.Document, GrantedBy: &who.PersonID}
	scope := postgres.Agencies(who.AgenciesFor(access.ManageAccounts)...)
	err := s.db.RunInTx(ctx, scope, func(ctx context.Context, tx bun.Tx) error {
		agency, err := s.grantedAgency(ctx, tx, cmd)
		if err != nil {
			return err
		}
		if err := postgres.SetScope(ctx, tx, scope.AndPersons(cmd.PersonID)); err != nil {
			return err
		}
		if err := refuseTwice(ctx, tx, grant); err != nil {
			return err
		}
		if err := InsertGrantTx(ctx, tx, grant); err != nil {
			return err
		}
		if err := s.accounts.TouchTx(ctx, tx, cmd.PersonID); err != nil {
			return err
		}
		if err := s.changedGrantTx(ctx, tx, RoleGranted, grant); err != nil {
			return err
		}
		return audit.RecordTx(ctx, tx, audit.Entry{ActorID: who.PersonID, ActorRole: actingRole(who, access.ManageAccounts, cmd.AgencyID),
			AgencyID: cmd.AgencyID, Action: "grant_role", ObjectType: "account", ObjectID: cmd.PersonID, Reason: cmd.Reason, After: grantStory(grant, agency)})
	})
	if err != nil {
		return uuid.Nil, err
	}
	s.accounts.Watcher().NoteChanged(cmd.PersonID)
	return grant.ID, nil
}

// checkGrant asks what can be asked without the database, and completes the command.
func (s *Service) checkGrant(who access.Principal, cmd *GrantRole) error {
	if err := who.Require(access.ManageAccounts); err != nil {
		return err
	}
	if err := who.RequireGrant(cmd.Role, cmd.AgencyID); err != nil {
		return err
	}
	if cmd.PersonID == who.PersonID {
		return ErrGrantSelf
	}
	today := s.Today()
	if cmd.From.IsZero() {
		cmd.From = today
	}
	cmd.Document, cmd.Reason = vietnamese.Normalize(cmd.Document), vietnamese.Normalize(cmd.Reason)
	switch {
	case cmd.Role.NeedsClass():
		return fault.ErrInvalid.At("body.role", "needs_class", textGrantClass)
	case cmd.Document == "":
		return fault.ErrInvalid.At("body.document", "required", textGrantDocument)
	case cmd.From.Before(today):
		return fault.ErrInvalid.At("body.from", "past", textGrantPast)
	case cmd.To != nil && !cmd.To.After(cmd.From):
		return fault.ErrInvalid.At("body.to", "before_start", textGrantDays)
	case cmd.To == nil && cmd.Role.NeedsEnd():
		return fault.ErrInvalid.At("body.to", "required", textGrantEnd)
	}
	return nil
}

// grantedAgency checks the person and the agency as the caller's scope shows them.
func (s *Service) grantedAgency(ctx context.Context, tx bun.Tx, cmd GrantRole) (Agency, error) {
	person, err := FindPerson(ctx, tx, cmd.PersonID)
	if err != nil {
		return Agency{}, err
	}
	if person.Kind == Student {
		return Agency{}, ErrGrantStudent
	}
	agency, err := FindAgencyTx(ctx, tx, cmd.AgencyID, cmd.From)
	if err != nil {
		return Agency{}, err
	}
	return agency, checkPlace(cmd.Role, agency)
}

// checkPlace says whether a role can be given at an agency at all: an inspector below the province, a
// role of the whole province at its root alone. Error: fault.ErrInvalid.
func checkPlace(role access.Role, at Agency) error {
	switch {
	case role.NeedsEnd() && at.ParentID == nil:
		return fault.ErrInvalid.At("body.agencyId", "whole_province", textGrantRoot)
	case role.WholeProvince() && at.ParentID != nil:
		return fault.ErrInvalid.At("body.agencyId", "below_province", textGrantBelow)
	}
	return nil
}

// refuseTwice locks the person's account against a second grant at the same moment and looks for
// one that overlaps.
func refuseTwice(ctx context.Context, tx bun.Tx, g Grant) error {
	if _, err := tx.ExecContext(ctx, "SELECT pg_advisory_xact_lock(hashtextextended(?, 7))", g.PersonID.String()); err != nil {
		return err
	}
	overlaps, err := tx.NewSelect().Model((*Grant)(nil)).Where("person_id = ? AND role = ? AND agency_id = ? AND school_class_id IS NULL", g.PersonID, g.Role, g.AgencyID).
		Where("(valid_to IS NULL OR valid_to > ?) AND (?::date IS NULL OR valid_from < ?)", g.ValidFrom, g.ValidTo, g.ValidTo).Exists(ctx)
	if err == nil && overlaps {
		return ErrGrantExists
	}
	return err
}

// grantStory is a grant as the audit log tells it.
func grantStory(g Grant, agency Agency) map[string]any {
	story := map[string]any{"role": g.Role, "agency": agency.Name, "from": g.ValidFrom.Format(time.DateOnly), "document": g.Document}
	if g.ValidTo != nil {
		story["to"] = g.ValidTo.Format(time.DateOnly)
	}
	return story
}
