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

// PostingRemovals runs the removal of postings that were entered by mistake.
type PostingRemovals struct {
	*Service
	links Links
}

// NewPostingRemovals returns the use case, with what says which periods are sealed.
func NewPostingRemovals(s *Service, links Links) *PostingRemovals {
	return &PostingRemovals{Service: s, links: links}
}

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

// PostingRemoval says what became of a posting.
type PostingRemoval struct {
	Restated []ClosedPeriod // sealed periods that it reached into: a line was kept for each
	KeptTo   *time.Time     // first day on which it no longer holds; nil: nothing of it is left
}

// RemovePosting takes away a posting that was entered by mistake. What the person did stays. Its days in a
// period whose reports were due stay too, with a restatement line for each such period: sealed figures never
// change. It needs people.manage at the person's agency and at the posting's, and with Resume at the agency
// that goes on (fault.ErrNotFound elsewhere). Errors: fault.ErrInvalid, ErrOnlyPosting, ErrNothingToResume,
// ErrTransferOpen.
func (s *PostingRemovals) RemovePosting(ctx context.Context, who access.Principal, cmd RemovePosting) (PostingRemoval, error) {
	reason, err := reasonOf(cmd.Reason)
	if err != nil {
		return PostingRemoval{}, err
	}
	var done PostingRemoval
	err = s.managing(ctx, who, cmd.PersonID, func(ctx context.Context, tx bun.Tx, p Person) error {
		wrong, earlier, err := findRemoved(ctx, tx, who, cmd)
		if err != nil {
			return err
		}
		if err := refuseOpenTransfer(ctx, tx, p.ID); err != nil {
			return err
		}
		if done, err = s.cutRemoved(ctx, tx, who, wrong); err != nil {
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
	all, err := listPostings(ctx, tx, cmd.PersonID)
	if err != nil {
		return wrong, nil, err
	}
	at := slices.IndexFunc(all, func(o Posting) bool { return o.ID == cmd.PostingID })
	if at < 0 || who.RequireAt(access.ManagePeople, all[at].AgencyID) != nil {
		return wrong, nil, fault.ErrNotFound
	}
	if len(all) == 1 {
		return wrong, nil, ErrOnlyPosting
	}
	wrong = all[at]
	if !cmd.Resume {
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

// cutRemoved deletes a posting, but for its days in sealed periods, which keep a restatement line each.
func (s *PostingRemovals) cutRemoved(ctx context.Context, tx bun.Tx, who access.Principal, wrong Posting) (PostingRemoval, error) {
	closed, err := s.links.Closed(ctx, tx, wrong.ValidFrom, s.Today())
	if err != nil {
		return PostingRemoval{}, err
	}
	done := removalOf(wrong, closed)
	line := Restatement{AgencyID: wrong.AgencyID, Act: "remove_posting", ActorID: who.PersonID}
	if err := s.links.Restate(ctx, tx, restatementsOf(line, done.Restated)); err != nil {
		return done, err
	}
	if done.KeptTo == nil {
		_, err = tx.NewDelete().Model(&wrong).Where("id = ? AND person_id = ?", wrong.ID, wrong.PersonID).Exec(ctx)
		return done, err
	}
	wrong.ValidTo = done.KeptTo
	return done, updatePostingTx(ctx, tx, wrong)
}

// removalOf says which sealed periods a posting reaches into and until when it therefore stays.
func removalOf(wrong Posting, closed []ClosedPeriod) PostingRemoval {
	var done PostingRemoval
	for _, period := range closed {
		if wrong.ValidTo != nil && !wrong.ValidTo.After(period.From) || wrong.ValidFrom.After(period.To) {
			continue
		}
		done.Restated = append(done.Restated, period)
		if open := period.To.AddDate(0, 0, 1); done.KeptTo == nil || open.After(*done.KeptTo) {
			done.KeptTo = &open
		}
	}
	if done.KeptTo != nil && wrong.ValidTo != nil && wrong.ValidTo.Before(*done.KeptTo) {
		done.KeptTo = wrong.ValidTo
	}
	return done
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
