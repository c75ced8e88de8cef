package gathering

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/vietnamese"
)

// Decision is what happens to one participant.
type Decision string

// The decisions.
const (
	Approve  Decision = "approve"  // a registration joins the queue where it stood
	Refuse   Decision = "refuse"   // a registration, with a reason
	Withdraw Decision = "withdraw" // somebody who was named, with a reason
)

// Decide asks for a decision about one participant.
type Decide struct {
	ClassID       uuid.UUID
	ParticipantID uuid.UUID
	Decision      Decision
	Reason        string // required to refuse and to withdraw
}

// Decide approves or refuses a registration (who runs the class), or withdraws somebody (who runs the
// class, and the focal point of the agency that named them). A freed place goes to the next in the queue.
// Errors: fault.ErrInvalid at "body.reason", ErrClassEnded, ErrWay, fault.ErrNotFound.
func (s *Service) Decide(ctx context.Context, who access.Principal, cmd Decide) error {
	cmd.Reason = vietnamese.Normalize(cmd.Reason)
	if cmd.Decision != Approve {
		if err := fault.ErrInvalid.CheckReason("body.reason", cmd.Reason).OrNil(); err != nil {
			return err
		}
	}
	scope := own(who)
	return s.db.RunInTx(ctx, scope, func(ctx context.Context, tx bun.Tx) error {
		class, err := lockClass(ctx, tx, cmd.ClassID)
		if err != nil {
			return err
		}
		p, err := findParticipant(ctx, tx, class.ID, "id = ?", cmd.ParticipantID)
		if err != nil {
			return err
		}
		if err := s.mayDecide(ctx, tx, who, class, p, cmd.Decision); err != nil {
			return err
		}
		if class.ended() {
			return ErrClassEnded
		}
		if err := s.decide(ctx, tx, who, class, p, cmd); err != nil {
			return err
		}
		done := places{ended: []uuid.UUID{p.ID}, freed: p.State == Confirmed}
		if cmd.Decision == Approve {
			done = places{named: []uuid.UUID{p.ID}}
		}
		return s.seatTx(ctx, tx, class, scope, done)
	})
}

func (s *Service) mayDecide(ctx context.Context, tx bun.IDB, who access.Principal, class Class, p Participant, d Decision) error {
	if s.mayRun(ctx, tx, who, class) == nil {
		return nil
	}
	if d == Withdraw && p.CalledBy != nil && mayName(who, *p.CalledBy) == nil {
		return nil
	}
	return fault.ErrNotFound
}

func (s *Service) decide(ctx context.Context, tx bun.Tx, who access.Principal, class Class, p Participant, cmd Decide) error {
	var err error
	switch {
	case (cmd.Decision == Withdraw) == (p.State == Registered):
		return ErrWay
	case cmd.Decision == Approve:
		_, err = tx.ExecContext(ctx, `UPDATE gathering.participants SET state = 'waiting' WHERE id = ?`, p.ID)
	case cmd.Decision == Refuse:
		err = endParticipant(ctx, tx, p.ID, Refused, cmd.Reason)
	default:
		err = endParticipant(ctx, tx, p.ID, Withdrawn, cmd.Reason)
	}
	if err != nil {
		return err
	}
	return s.record(ctx, tx, who, class, act{action: "decide_participant", reason: cmd.Reason,
		before: map[string]any{"participant": p.ID, "state": p.State}, after: map[string]any{"decision": cmd.Decision}})
}
