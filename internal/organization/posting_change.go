package organization

import (
	"context"
	"slices"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/fault"
)

// ChangePosting asks to correct or end a posting; the agency stays.
type ChangePosting struct {
	PersonID  uuid.UUID
	PostingID uuid.UUID
	Terms     PostingTerms // AgencyID is not used
	Reason    string
}

// ChangePosting corrects a posting, or ends it by a day, from the first day on that is in no closed period (see
// enterTx). It needs people.manage at the person's agency and at the posting's (fault.ErrNotFound elsewhere).
// Errors: those of AddPosting.
func (s *Service) ChangePosting(ctx context.Context, who access.Principal, cmd ChangePosting) (done PostingEntry, err error) {
	reason, err := reasonOf(cmd.Reason)
	if err != nil {
		return done, err
	}
	err = s.managing(ctx, who, cmd.PersonID, func(ctx context.Context, tx bun.Tx, p Person) error {
		all, at, err := findManaged(ctx, tx, who, p.ID, cmd.PostingID)
		if err != nil {
			return err
		}
		was := all[at]
		cmd.Terms.AgencyID = was.AgencyID
		next := slices.Clone(all)
		next[at] = cmd.Terms.posting(was.ID, p.ID)
		if err := checkPosting(next[at], s.Today()); err != nil {
			return err
		}
		if done, err = s.enterTx(ctx, tx, who, "change_posting", all, next); err != nil {
			return err
		}
		if err := s.followPostingsTx(ctx, tx, p); err != nil {
			return err
		}
		return recordPersonTx(ctx, tx, who, p, "change_posting", reason, describePosting(was), done.describe(next[at]))
	})
	return done, err
}

// findManaged returns the postings of a person and which of them is to be corrected. It needs people.manage at
// its agency (fault.ErrNotFound elsewhere).
func findManaged(ctx context.Context, tx bun.IDB, who access.Principal, person, posting uuid.UUID) (all []Posting, at int, err error) {
	all, err = listPostings(ctx, tx, person)
	if err != nil {
		return nil, 0, err
	}
	at = slices.IndexFunc(all, func(o Posting) bool { return o.ID == posting })
	if at < 0 || who.RequireAt(access.ManagePeople, all[at].AgencyID) != nil {
		return nil, 0, fault.ErrNotFound
	}
	return all, at, nil
}
