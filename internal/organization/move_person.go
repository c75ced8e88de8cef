package organization

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/postgres"
)

// MovePerson moves a person to another agency: the posting that counts ends there and another
// begins here. Terms.From is the first day in the new agency.
type MovePerson struct {
	PersonID uuid.UUID
	Terms    PostingTerms
	Reason   string
}

// MovePerson moves a person at once when the caller keeps people in both agencies, from the first day on that is in
// no closed period (see enterTx), and else asks the other agency to take them in; offered is the id of that
// transfer, or uuid.Nil. What the person did stays readable by the agency of its moment; the new agency reads all of
// it. It needs people.manage at the person's agency (fault.ErrNotFound elsewhere). Errors: fault.ErrInvalid,
// ErrMoveDay, ErrMoveSame, ErrMoveLater, ErrTransferOpen, ErrStudentPosting, those of AddPosting.
func (s *Service) MovePerson(ctx context.Context, who access.Principal, cmd MovePerson) (offered uuid.UUID, done PostingEntry, err error) {
	reason, err := reasonOf(cmd.Reason)
	if err != nil {
		return uuid.Nil, done, err
	}
	err = s.managing(ctx, who, cmd.PersonID, func(ctx context.Context, tx bun.Tx, p Person) error {
		offered, done = uuid.Nil, PostingEntry{} // the transaction may be repeated
		if p.Kind == Student {
			return ErrStudentPosting
		}
		if err := refuseOpenTransfer(ctx, tx, p.ID); err != nil {
			return err
		}
		if who.RequireAt(access.ManagePeople, cmd.Terms.AgencyID) == nil {
			done, err = s.moveTx(ctx, tx, who, p, cmd.Terms, reason)
			return err
		}
		if _, _, err := s.moveStart(ctx, tx, p, cmd.Terms); err != nil {
			return err
		}
		offered, err = s.offerTx(ctx, tx, who, p, cmd.Terms, reason)
		return err
	})
	return offered, done, err
}

// moveStart returns the postings of a person and which of them, counting, a move on the first day of the terms
// ends; -1: none.
func (s *Service) moveStart(ctx context.Context, tx bun.Tx, p Person, terms PostingTerms) (all []Posting, at int, err error) {
	if all, err = listPostings(ctx, tx, p.ID); err != nil {
		return nil, 0, err
	}
	if err := agencyExists(ctx, tx, terms.AgencyID, terms.From); err != nil {
		return nil, 0, err
	}
	at = -1
	for i, o := range all {
		switch {
		case !o.Counts || o.ValidTo != nil && !o.ValidTo.After(terms.From):
		case !o.ValidFrom.Before(terms.From) && at >= 0, o.ValidFrom.After(terms.From):
			return nil, 0, ErrMoveLater
		default:
			at = i
		}
	}
	switch {
	case terms.From.After(s.Today().AddDate(1, 0, 0)), at >= 0 && !terms.From.After(all[at].ValidFrom):
		return nil, 0, ErrMoveDay
	case at >= 0 && all[at].AgencyID == terms.AgencyID:
		return nil, 0, ErrMoveSame
	}
	return all, at, nil
}

// moveTx ends the counting posting and begins the new one, on one day.
func (s *Service) moveTx(ctx context.Context, tx bun.Tx, who access.Principal, p Person, terms PostingTerms, reason string) (PostingEntry, error) {
	all, at, err := s.moveStart(ctx, tx, p, terms)
	if err != nil {
		return PostingEntry{}, err
	}
	terms.Counts, terms.To = true, nil
	posting := terms.posting(audit.NewID(), p.ID)
	if err := checkPosting(posting, s.Today()); err != nil {
		return PostingEntry{}, err
	}
	next := append(slices.Clone(all), posting)
	var before any
	if at >= 0 {
		before = describePosting(all[at])
		next[at].ValidTo = &terms.From
	}
	done, err := s.enterTx(ctx, tx, who, "move_person", all, next)
	if err != nil {
		return done, err
	}
	if err := s.followPostingsTx(ctx, tx, p); err != nil {
		return done, err
	}
	return done, recordPersonTx(ctx, tx, who, p, "move_person", reason, before, done.describe(posting))
}

// TurnPostings lets people follow postings that begin today: a move that was entered ahead. It runs by
// the clock and may be repeated.
func (s *Service) TurnPostings(ctx context.Context) error {
	return s.turnPostings(ctx, s.Today())
}

func (s *Service) turnPostings(ctx context.Context, today time.Time) error {
	return s.db.RunInTx(ctx, postgres.System(postgres.TurnPostings), func(ctx context.Context, tx bun.Tx) error {
		var due []uuid.UUID
		err := tx.NewRaw(`SELECT p.id FROM organization.postings o JOIN organization.persons p ON p.id = o.person_id
			WHERE o.counts AND o.valid_from BETWEEN ?0::date - 31 AND ?0 AND (o.valid_to IS NULL OR o.valid_to > ?0)
			AND p.agency_id <> o.agency_id ORDER BY p.id LIMIT 5000 FOR UPDATE OF p`, today).Scan(ctx, &due)
		if err != nil {
			return err
		}
		for _, id := range due {
			if err := s.turnTx(ctx, tx, id); err != nil {
				return err
			}
		}
		return nil
	})
}

// turnTx lets one person follow; a code that somebody has in the new agency is left behind.
func (s *Service) turnTx(ctx context.Context, tx bun.Tx, id uuid.UUID) error {
	p, err := FindPerson(ctx, tx, id)
	if err != nil {
		return err
	}
	agency, err := reportingAgency(ctx, tx, id, s.Today())
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `UPDATE organization.persons p SET code = NULL WHERE id = ?0 AND EXISTS
		(SELECT FROM organization.persons o WHERE o.agency_id = ?1 AND o.code = p.code AND o.id <> p.id)`, id, agency)
	if err != nil {
		return err
	}
	if err := s.followPostingsTx(ctx, tx, p); err != nil {
		return err
	}
	return audit.RecordTx(ctx, tx, audit.Entry{ActorRole: "platform", AgencyID: agency, Action: "turn_posting", ObjectType: "person", ObjectID: id,
		Before: map[string]any{"agency": p.AgencyID}, After: map[string]any{"agency": agency}})
}
