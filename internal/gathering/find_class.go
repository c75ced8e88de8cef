package gathering

import (
	"context"
	"database/sql"
	"errors"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/organization"
	"taphuan/internal/postgres"
)

// View is a class as one person sees it.
type View struct {
	Line
	Sessions    []Session
	Staff       []Staff      // for those who manage or run the class
	Invitations []Invitation // for those who manage it, and the own agencies' for an invited focal point
	Mine        *Participant // the person's own place
	Role        StaffRole    // what the person is named for
	Manages     bool         // plans the class: class.manage at the host
	Runs        bool         // calls the roll and sees its people
	Invited     bool         // may name people of an invited agency
	Registers   bool         // may register now
}

// inside reports whether the person belongs to the class: the meeting address is for them alone.
func (v View) inside() bool {
	return v.Manages || v.Runs || v.Mine != nil && v.Mine.State == Confirmed
}

// FindClass returns a class to those who manage, run, attend or may register for it, and to the focal
// points whom it invites; fault.ErrNotFound for others, and for a draft that is not one's own.
func (s *Service) FindClass(ctx context.Context, who access.Principal, id uuid.UUID) (View, error) {
	if err := who.Require(access.Learn); err != nil {
		return View{}, err
	}
	var v View
	err := s.db.Read(ctx, own(who), func(ctx context.Context, tx bun.Tx) error {
		class, err := findClass(ctx, tx, id)
		if err != nil {
			return err
		}
		v = View{Line: Line{Class: class}}
		if err := s.standing(ctx, tx, who, &v); err != nil {
			return err
		}
		if !v.visible() {
			return fault.ErrNotFound
		}
		return s.fill(ctx, tx, who, &v)
	})
	if !v.inside() {
		v.MeetingURL = ""
	}
	if !v.Manages {
		v.BudgetPlanned, v.BudgetSpent, v.BudgetSource = nil, nil, ""
	}
	return v, err
}

// standing finds out what the person is to the class.
func (s *Service) standing(ctx context.Context, tx bun.Tx, who access.Principal, v *View) error {
	var err error
	v.Manages = who.RequireAt(access.ManageClasses, v.HostID) == nil
	if v.Role, err = s.staffRole(ctx, tx, who, v.ID); err != nil {
		return err
	}
	v.Runs = s.mayRun(ctx, tx, who, v.Class) == nil
	if v.Invited, err = invited(ctx, tx, who, v.ID); err != nil {
		return err
	}
	p, err := findParticipant(ctx, tx, v.ID, "person_id = ?", who.PersonID)
	switch {
	case err == nil:
		v.Mine = &p
	case !errors.Is(err, sql.ErrNoRows):
		return err
	}
	place, err := organization.FindPlace(ctx, tx, who.PersonID, s.today())
	if err != nil {
		return err
	}
	open, err := s.registersAt(ctx, tx, v.Class, place)
	v.Registers = open && v.Mine == nil
	return err
}

func (v View) visible() bool {
	if v.Manages || v.Runs {
		return true
	}
	return v.State != Draft && (v.Invited || v.Mine != nil || v.Registers)
}

// fill adds sessions and numbers, and to those who may see it who runs the class and who is invited.
func (s *Service) fill(ctx context.Context, tx bun.Tx, who access.Principal, v *View) error {
	var err error
	if v.Sessions, err = listSessions(ctx, tx, v.ID); err != nil {
		return err
	}
	if v.Manages {
		if err := postgres.SetScope(ctx, tx, hosting(who, v.Class)); err != nil {
			return err
		}
	}
	if v.Manages || v.Runs {
		if v.Staff, err = listStaff(ctx, tx, v.ID); err != nil {
			return err
		}
	}
	lines, err := s.linesOf(ctx, tx, []Class{v.Class}) // the scope is now that of counting
	if err != nil {
		return err
	}
	v.Line = lines[0]
	if v.Manages || v.Runs || v.Invited {
		if v.Invitations, err = s.listInvitations(ctx, tx, v.ID); err != nil {
			return err
		}
	}
	if !v.Manages && !v.Runs {
		v.Invitations = onlyOf(v.Invitations, who)
	}
	return postgres.SetScope(ctx, tx, own(who))
}

func onlyOf(all []Invitation, who access.Principal) []Invitation {
	var mine []Invitation
	for _, one := range all {
		if who.RequireAt(access.ManageClasses, one.AgencyID) == nil {
			mine = append(mine, one)
		}
	}
	return mine
}
