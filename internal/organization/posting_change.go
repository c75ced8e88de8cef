package organization

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
)

// ChangePosting asks to correct or end a posting; the agency stays.
type ChangePosting struct {
	PersonID  uuid.UUID
	PostingID uuid.UUID
	Terms     PostingTerms // AgencyID is not used
	Reason    string
}

// ChangePosting corrects a posting, or ends it by a day, from the first day on that is in no period whose
// reports were due (see correctTx). It needs people.manage at the person's agency and at the posting's
// (fault.ErrNotFound elsewhere). Errors: those of AddPosting, ErrPostingSealed.
func (s *PostingCorrections) ChangePosting(ctx context.Context, who access.Principal, cmd ChangePosting) (PostingCorrection, error) {
	reason, err := reasonOf(cmd.Reason)
	if err != nil {
		return PostingCorrection{}, err
	}
	var done PostingCorrection
	err = s.managing(ctx, who, cmd.PersonID, func(ctx context.Context, tx bun.Tx, p Person) error {
		all, was, err := findManaged(ctx, tx, who, p.ID, cmd.PostingID)
		if err != nil {
			return err
		}
		cmd.Terms.AgencyID = was.AgencyID
		next := cmd.Terms.posting(was.ID, p.ID)
		if err := checkPosting(next, all, s.Today()); err != nil {
			return err
		}
		if done, err = s.correctTx(ctx, tx, who, "change_posting", was, &next); err != nil {
			return err
		}
		if err := s.followPostingsTx(ctx, tx, p); err != nil {
			return err
		}
		return recordPersonTx(ctx, tx, who, p, "change_posting", reason, describePosting(was), done.describe(next))
	})
	return done, err
}

// describe is what the audit log keeps of a corrected posting.
func (c PostingCorrection) describe(next Posting) map[string]any {
	described := describePosting(next)
	described["kept_to"], described["restated"] = dayText(c.KeptTo), len(c.Restated)
	return described
}
