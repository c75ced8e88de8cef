package gathering

import (
	"context"
	"slices"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/vietnamese"
)

// SetState asks to take a class to another state.
type SetState struct {
	ClassID uuid.UUID
	State   State
	Reason  string // required to cancel
}

// SetState opens, starts, finishes or cancels a class. It needs class.manage at the host, or to be
// named to run the class for starting and finishing. Errors: fault.ErrInvalid at "body.reason", ErrWay,
// ErrNoSessions, ErrRollCallsOpen.
func (s *Service) SetState(ctx context.Context, who access.Principal, cmd SetState) error {
	cmd.Reason = vietnamese.Normalize(cmd.Reason)
	return s.db.RunInTx(ctx, own(who), func(ctx context.Context, tx bun.Tx) error {
		class, err := lockClass(ctx, tx, cmd.ClassID)
		if err != nil {
			return err
		}
		if err := s.mayMove(ctx, tx, who, class, cmd.State); err != nil {
			return err
		}
		return s.move(ctx, tx, who, class, cmd)
	})
}

func (s *Service) mayMove(ctx context.Context, tx bun.IDB, who access.Principal, class Class, to State) error {
	if to == Running || to == Finished {
		return s.mayRun(ctx, tx, who, class)
	}
	if who.RequireAt(access.ManageClasses, class.HostID) != nil {
		return fault.ErrNotFound
	}
	return nil
}

func (s *Service) move(ctx context.Context, tx bun.Tx, who access.Principal, class Class, cmd SetState) error {
	if !slices.Contains(ways[class.State], cmd.State) {
		return ErrWay
	}
	if cmd.State == Cancelled {
		if err := fault.ErrInvalid.CheckReason("body.reason", cmd.Reason).OrNil(); err != nil {
			return err
		}
	}
	if err := sessionsAllow(ctx, tx, class, cmd.State); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, `UPDATE gathering.classes SET state = ?, cancel_reason = ?, updated_at = now() WHERE id = ?`,
		string(cmd.State), cancelReason(cmd), class.ID)
	if err != nil {
		return err
	}
	err = s.record(ctx, tx, who, class, act{action: "set_class_state", reason: cmd.Reason,
		before: map[string]any{"state": class.State}, after: map[string]any{"state": cmd.State}})
	if err != nil {
		return err
	}
	return s.afterMove(ctx, tx, who, class, cmd.State)
}

// afterMove tells the reactions what begins with the class: who runs it is told so; and what ends with it:
// attendance is known, or it is asked no more.
func (s *Service) afterMove(ctx context.Context, tx bun.Tx, who access.Principal, class Class, to State) error {
	if to == Open {
		return s.announceStaff(ctx, tx, who, class)
	}
	if to != Finished && to != Cancelled || class.State == Draft {
		return nil
	}
	if err := s.attendanceChanged(ctx, tx, class.ID); err != nil || to == Finished {
		return err
	}
	return s.allChanged(ctx, tx, class.ID)
}

func cancelReason(cmd SetState) string {
	if cmd.State == Cancelled {
		return cmd.Reason
	}
	return ""
}

// sessionsAllow: a class opens with a session at least, and finishes when every roll call is closed.
func sessionsAllow(ctx context.Context, tx bun.IDB, class Class, to State) error {
	var all, open int
	err := tx.NewRaw(`SELECT count(*), count(*) FILTER (WHERE roll_call_closed_at IS NULL) FROM gathering.sessions WHERE class_id = ?`, class.ID).
		Scan(ctx, &all, &open)
	switch {
	case err != nil:
		return err
	case to == Open && all == 0:
		return ErrNoSessions
	case to == Finished && open > 0:
		return ErrRollCallsOpen
	}
	return nil
}
