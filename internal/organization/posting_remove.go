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
)

// RemovePosting asks to take away a posting that the person never had.
type RemovePosting struct {
	PersonID  uuid.UUID
	PostingID uuid.UUID
	Resume    bool   // the counting posting that ended on its first day goes on, as if it had not been left
	Reason    string // required; stands in the audit log
}

// Faults of removing a posting.
var (
	// ErrOnlyPosting means that the person would be nowhere.
	ErrOnlyPosting = fault.New(fault.Conflict, "posting.only", fault.Text{
		VI: "Đây là vị trí duy nhất của người này nên không gỡ được. Nếu nhập nhầm cơ quan, hãy dùng Chuyển công tác; nếu nhập nhầm người, hãy gộp hồ sơ trùng hoặc ghi nhận nghỉ.",
		EN: "This is the person's only posting and cannot be removed. If the agency is wrong, use Move; if the person is, merge the entries or record that they left."})
	// ErrNothingToResume means that no counting posting ended on the first day.
	ErrNothingToResume = fault.ErrInvalid.At("body.resume", "nothing", fault.Text{
		VI: "Không có vị trí nào kết thúc đúng ngày vị trí này bắt đầu. Hãy bỏ chọn nối lại, rồi sửa ngày của vị trí trước nếu cần.",
		EN: "No posting ended on the day this one began. Leave the choice to go on empty, and change the days of the earlier posting if need be."})
)

// RemovePosting takes away a posting that was entered by mistake, but for its days in periods whose reports were
// due (see correctTx). What the person did stays. It needs people.manage at the person's agency and at the
// posting's, and with Resume at the agency that goes on (fault.ErrNotFound elsewhere). Errors: fault.ErrInvalid,
// ErrOnlyPosting, ErrNothingToResume, ErrTransferOpen.
func (s *PostingCorrections) RemovePosting(ctx context.Context, who access.Principal, cmd RemovePosting) (PostingCorrection, error) {
	reason, err := reasonOf(cmd.Reason)
	if err != nil {
		return PostingCorrection{}, err
	}
	var done PostingCorrection
	err = s.managing(ctx, who, cmd.PersonID, func(ctx context.Context, tx bun.Tx, p Person) error {
		wrong, earlier, err := findRemoved(ctx, tx, who, cmd)
		if err != nil {
			return err
		}
		if err := refuseOpenTransfer(ctx, tx, p.ID); err != nil {
			return err
		}
		if done, err = s.correctTx(ctx, tx, who, "remove_posting", wrong, nil); err != nil {
			return err
		}
		if earlier != nil {
			if err := resumePosting(ctx, tx, *earlier, wrong, done.KeptTo); err != nil {
				return err
			}
		}
		if err := s.followPostingsTx(ctx, tx, p); err != nil {
			return err
		}
		return recordPersonTx(ctx, tx, who, p, "remove_posting", reason, describePosting(wrong),
			map[string]any{"kept_to": dayText(done.KeptTo), "resumed": earlier != nil, "restated": len(done.Restated)})
	})
	return done, err
}

// findRemoved returns the posting to remove and, if asked for, the one that goes on in its place.
func findRemoved(ctx context.Context, tx bun.IDB, who access.Principal, cmd RemovePosting) (wrong Posting, earlier *Posting, err error) {
	all, wrong, err := findManaged(ctx, tx, who, cmd.PersonID, cmd.PostingID)
	switch {
	case err != nil:
		return wrong, nil, err
	case len(all) == 1:
		return wrong, nil, ErrOnlyPosting
	case !cmd.Resume:
		return wrong, nil, nil
	}
	before := slices.IndexFunc(all, func(o Posting) bool { return wrong.Counts && o.Counts && isDay(o.ValidTo, wrong.ValidFrom) })
	switch {
	case before < 0:
		return wrong, nil, ErrNothingToResume
	case who.RequireAt(access.ManagePeople, all[before].AgencyID) != nil:
		return wrong, nil, fault.ErrNotFound
	}
	return wrong, &all[before], nil
}

// resumePosting lets the earlier posting go on where the removed one no longer holds.
func resumePosting(ctx context.Context, tx bun.IDB, earlier, wrong Posting, keptTo *time.Time) error {
	if keptTo == nil {
		earlier.ValidTo = wrong.ValidTo
		return updatePostingTx(ctx, tx, earlier)
	}
	if wrong.ValidTo != nil && !wrong.ValidTo.After(*keptTo) {
		return nil // all its days are sealed
	}
	earlier.ID, earlier.ValidFrom, earlier.ValidTo = audit.NewID(), *keptTo, wrong.ValidTo
	return InsertPostingTx(ctx, tx, earlier)
}
