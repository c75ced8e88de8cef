package organization

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/fault"
	"taphuan/internal/identity"
)

// LeavePerson says that somebody leaves: retired, resigned, moved out of the province, left school.
type LeavePerson struct {
	PersonID    uuid.UUID
	On          time.Time // first day on which they are no longer there
	LockAccount bool
	Reason      string
}

// LeavePerson ends every open posting and class of a person by a day, or by the first day after it that is in no
// closed period (see enterTx), and, if asked, locks the account. What they did stays. It needs people.manage at the
// person's agency (fault.ErrNotFound elsewhere). Errors: fault.ErrInvalid, ErrMoveDay, ErrMoveLater, ErrLockLater, ErrPrivileged, ErrTransferOpen.
func (s *Service) LeavePerson(ctx context.Context, who access.Principal, cmd LeavePerson) (done PostingEntry, err error) {
	reason, err := reasonOf(cmd.Reason)
	if err != nil {
		return done, err
	}
	if cmd.LockAccount && cmd.On.After(s.Today()) {
		return done, ErrLockLater
	}
	err = s.managing(ctx, who, cmd.PersonID, func(ctx context.Context, tx bun.Tx, p Person) error {
		if err := refuseOpenTransfer(ctx, tx, p.ID); err != nil {
			return err
		}
		if done, err = s.endAllTx(ctx, tx, who, p, cmd.On); err != nil {
			return err
		}
		if cmd.LockAccount {
			if err := s.lockAccountTx(ctx, tx, who, p, reason); err != nil {
				return err
			}
		}
		return recordPersonTx(ctx, tx, who, p, "leave_person", reason, nil, done.note(map[string]any{"on": dayText(&cmd.On), "account_locked": cmd.LockAccount}))
	})
	if err == nil {
		s.accounts.Watcher().NoteChanged(cmd.PersonID)
	}
	return done, err
}

// endAllTx ends open postings, or the class of a student, by a day.
func (s *Service) endAllTx(ctx context.Context, tx bun.Tx, who access.Principal, p Person, on time.Time) (PostingEntry, error) {
	if on.After(s.Today().AddDate(1, 0, 0)) {
		return PostingEntry{}, ErrMoveDay
	}
	if p.Kind == Student {
		return PostingEntry{}, leaveClassTx(ctx, tx, p, on)
	}
	all, err := listPostings(ctx, tx, p.ID)
	if err != nil {
		return PostingEntry{}, err
	}
	next := slices.Clone(all)
	for i, o := range all {
		switch {
		case o.ValidTo != nil && !o.ValidTo.After(on):
		case !o.ValidFrom.Before(on):
			return PostingEntry{}, ErrMoveLater
		default:
			next[i].ValidTo = &on
		}
	}
	done, err := s.enterTx(ctx, tx, who, "leave_person", all, next)
	if err != nil {
		return done, err
	}
	return done, s.followPostingsTx(ctx, tx, p)
}

// lockAccountTx locks the account of somebody who holds no more than the caller. Without an account
// there is nothing to lock.
func (s *Service) lockAccountTx(ctx context.Context, tx bun.Tx, who access.Principal, p Person, reason string) error {
	if err := s.mayTouch(ctx, tx, who, p.ID); err != nil {
		return err
	}
	err := s.accounts.DisableTx(ctx, tx, who, identity.Target{PersonID: p.ID, AgencyID: p.AgencyID}, reason)
	if fault.KindOf(err) == fault.NotFound {
		return nil
	}
	return err
}

// ReturnPerson says that somebody who left is back.
type ReturnPerson struct {
	PersonID    uuid.UUID
	Terms       PostingTerms // of an officer; From is the day for a student too
	ClassID     uuid.UUID    // of a student
	OpenAccount bool
	Reason      string
}

// ReturnPerson gives somebody who left a posting that counts, from the first day on that is in no closed period (see
// enterTx), or a class, and opens the account again if asked. It needs people.manage at the person's last agency
// and at the new one (fault.ErrNotFound elsewhere). Errors: fault.ErrInvalid, those of AddPosting, ErrPrivileged.
func (s *Service) ReturnPerson(ctx context.Context, who access.Principal, cmd ReturnPerson) (done PostingEntry, err error) {
	reason, err := reasonOf(cmd.Reason)
	if err != nil {
		return done, err
	}
	err = s.managing(ctx, who, cmd.PersonID, func(ctx context.Context, tx bun.Tx, p Person) error {
		if done, err = s.returnTx(ctx, tx, who, p, cmd); err != nil {
			return err
		}
		if cmd.OpenAccount {
			if err := s.mayTouch(ctx, tx, who, p.ID); err != nil {
				return err
			}
			if err := s.accounts.EnableTx(ctx, tx, who, identity.Target{PersonID: p.ID, AgencyID: p.AgencyID}, reason); err != nil && fault.KindOf(err) != fault.NotFound {
				return err
			}
		}
		return recordPersonTx(ctx, tx, who, p, "return_person", reason, nil, done.note(map[string]any{"from": dayText(&cmd.Terms.From), "account_opened": cmd.OpenAccount}))
	})
	if err == nil {
		s.accounts.Watcher().NoteChanged(cmd.PersonID)
	}
	return done, err
}

func (s *Service) returnTx(ctx context.Context, tx bun.Tx, who access.Principal, p Person, cmd ReturnPerson) (PostingEntry, error) {
	if p.Kind == Student {
		return PostingEntry{}, s.joinClassTx(ctx, tx, p, cmd.ClassID, cmd.Terms.From)
	}
	if err := who.RequireAt(access.ManagePeople, cmd.Terms.AgencyID); err != nil {
		return PostingEntry{}, err
	}
	cmd.Terms.Counts = true
	return s.putPostingTx(ctx, tx, who, "return_person", p, cmd.Terms.posting(audit.NewID(), p.ID))
}
