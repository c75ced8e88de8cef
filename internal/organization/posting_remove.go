package organization

import (
	"context"
	"slices"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
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

// RemovePosting takes away a posting that was entered by mistake, but for its days in closed periods (see
// enterTx). What the person did stays. It needs people.manage at the person's agency and at the posting's, and
// with Resume at the agency that goes on (fault.ErrNotFound elsewhere). Errors: fault.ErrInvalid, ErrOnlyPosting,
// ErrNothingToResume, ErrTransferOpen, ErrAgencyEnded.
func (s *Service) RemovePosting(ctx context.Context, who access.Principal, cmd RemovePosting) (done PostingEntry, err error) {
	reason, err := reasonOf(cmd.Reason)
	if err != nil {
		return done, err
	}
	err = s.managing(ctx, who, cmd.PersonID, func(ctx context.Context, tx bun.Tx, p Person) error {
		all, at, err := findManaged(ctx, tx, who, cmd.PersonID, cmd.PostingID)
		if err != nil {
			return err
		}
		next, err := without(who, all, at, cmd.Resume)
		if err != nil {
			return err
		}
		if err := refuseOpenTransfer(ctx, tx, p.ID); err != nil {
			return err
		}
		if done, err = s.enterTx(ctx, tx, who, "remove_posting", all, next); err != nil {
			return err
		}
		if err := s.followPostingsTx(ctx, tx, p); err != nil {
			return err
		}
		return recordPersonTx(ctx, tx, who, p, "remove_posting", reason, describePosting(all[at]), done.note(map[string]any{"resumed": cmd.Resume}))
	})
	return done, err
}

// without is the postings of a person but for a wrong one; if asked, the one before it goes on in its place.
func without(who access.Principal, all []Posting, at int, resume bool) ([]Posting, error) {
	wrong, next := all[at], slices.Delete(slices.Clone(all), at, at+1)
	switch {
	case len(next) == 0:
		return nil, ErrOnlyPosting
	case !resume:
		return next, nil
	}
	before := slices.IndexFunc(next, func(o Posting) bool { return wrong.Counts && o.Counts && isDay(o.ValidTo, wrong.ValidFrom) })
	switch {
	case before < 0:
		return nil, ErrNothingToResume
	case who.RequireAt(access.ManagePeople, next[before].AgencyID) != nil:
		return nil, fault.ErrNotFound
	}
	next[before].ValidTo = wrong.ValidTo
	return next, nil
}
