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

// PostingCorrections runs the use cases that correct what was entered about postings: ChangePosting and
// RemovePosting.
type PostingCorrections struct {
	*Service
	links Links
}

// NewPostingCorrections returns the use cases, with what says which periods are sealed.
func NewPostingCorrections(s *Service, links Links) *PostingCorrections {
	return &PostingCorrections{Service: s, links: links}
}

// findManaged returns the postings of a person and the one that is to be corrected. It needs people.manage at
// its agency (fault.ErrNotFound elsewhere).
func findManaged(ctx context.Context, tx bun.IDB, who access.Principal, person, posting uuid.UUID) (all []Posting, was Posting, err error) {
	all, err = listPostings(ctx, tx, person)
	if err != nil {
		return nil, was, err
	}
	at := slices.IndexFunc(all, func(o Posting) bool { return o.ID == posting })
	if at < 0 || who.RequireAt(access.ManagePeople, all[at].AgencyID) != nil {
		return nil, was, fault.ErrNotFound
	}
	return all, all[at], nil
}

// PostingCorrection says what became of a posting.
type PostingCorrection struct {
	Restated []ClosedPeriod // sealed periods that the correction reaches into: a line was kept for each
	KeptTo   *time.Time     // until this day, not included, the posting is as it was; nil: nothing of it was kept
}

// ErrPostingSealed refuses days that all lie in periods whose figures are sealed.
var ErrPostingSealed = fault.ErrInvalid.At("body.from", "sealed", fault.Text{
	VI: "Những ngày này nằm trọn trong kỳ đã hết hạn nộp báo cáo nên không ghi được. Hãy chọn ngày muộn hơn, hoặc gỡ vị trí nếu người này chưa từng ở đó.",
	EN: "All these days lie in periods whose reports were due, so they cannot be entered. Choose later days, or remove the posting if the person never had it."})

// correctTx writes a correction of a posting; next is nil when the posting goes. It holds the one rule of all
// corrections: the days of a posting in a period whose reports were due never change. They stay as they were,
// a restatement line is kept for each such period, and the correction holds from the first open day on.
// Error: ErrPostingSealed.
func (s *PostingCorrections) correctTx(ctx context.Context, tx bun.Tx, who access.Principal, act string, was Posting, next *Posting) (PostingCorrection, error) {
	first := was.ValidFrom
	if next != nil && next.ValidFrom.Before(first) {
		first = next.ValidFrom
	}
	closed, err := s.links.Closed(ctx, tx, first, s.Today())
	if err != nil {
		return PostingCorrection{}, err
	}
	done, sealed, open := partOf(was, next, closed)
	if next != nil && sealed == nil && open == nil {
		return done, ErrPostingSealed
	}
	line := Restatement{AgencyID: was.AgencyID, Act: act, ActorID: who.PersonID}
	if err := s.links.Restate(ctx, tx, restatementsOf(line, done.Restated)); err != nil {
		return done, err
	}
	return done, replacePosting(ctx, tx, was, sealed, open)
}

// partOf says which sealed periods a correction reaches into, and parts the posting: what stays of it as it
// was, and what is as it should be; nil for a part without days.
func partOf(was Posting, next *Posting, closed []ClosedPeriod) (done PostingCorrection, sealed, open *Posting) {
	for _, period := range closed {
		if !was.differsIn(next, period) {
			continue
		}
		done.Restated = append(done.Restated, period)
		if end := period.To.AddDate(0, 0, 1); done.KeptTo == nil || end.After(*done.KeptTo) {
			done.KeptTo = &end
		}
	}
	if done.KeptTo == nil {
		return done, nil, next
	}
	if next != nil {
		open = next.within(*done.KeptTo, nil)
	}
	if sealed = was.within(was.ValidFrom, done.KeptTo); sealed == nil {
		done.KeptTo = nil
	} else if sealed.ValidTo != nil && sealed.ValidTo.Before(*done.KeptTo) {
		done.KeptTo = sealed.ValidTo
	}
	if sealed != nil && open != nil && isDay(sealed.ValidTo, open.ValidFrom) && sealed.figuresAs(*open) {
		open.ValidFrom, sealed = sealed.ValidFrom, nil
	}
	return done, sealed, open
}

// differsIn reports whether a correction changes what a period counts: the days, or as what they count.
func (p Posting) differsIn(next *Posting, period ClosedPeriod) bool {
	end := period.To.AddDate(0, 0, 1)
	was := p.within(period.From, &end)
	var is *Posting
	if next != nil {
		is = next.within(period.From, &end)
	}
	if was == nil || is == nil {
		return was != is
	}
	return !was.ValidFrom.Equal(is.ValidFrom) || !was.ValidTo.Equal(*is.ValidTo) || !was.figuresAs(*is)
}

// figuresAs reports whether two postings count alike; the words of the position stand in no figure.
func (p Posting) figuresAs(o Posting) bool {
	return p.Counts == o.Counts && p.PositionGroup == o.PositionGroup && p.Staffing == o.Staffing
}

// within is the posting on the days from one to another, which is not included; nil when it holds on none.
func (p Posting) within(from time.Time, to *time.Time) *Posting {
	if p.ValidFrom.Before(from) {
		p.ValidFrom = from
	}
	if to != nil && (p.ValidTo == nil || p.ValidTo.After(*to)) {
		p.ValidTo = to
	}
	if p.ValidTo != nil && !p.ValidTo.After(p.ValidFrom) {
		return nil
	}
	return &p
}

// replacePosting writes the two parts of a posting in its place.
func replacePosting(ctx context.Context, tx bun.Tx, was Posting, sealed, open *Posting) error {
	switch {
	case sealed == nil && open == nil:
		_, err := tx.NewDelete().Model(&was).Where("id = ? AND person_id = ?", was.ID, was.PersonID).Exec(ctx)
		return err
	case sealed == nil:
		return updatePostingTx(ctx, tx, *open)
	}
	if err := updatePostingTx(ctx, tx, *sealed); err != nil || open == nil {
		return err
	}
	open.ID = audit.NewID()
	return InsertPostingTx(ctx, tx, *open)
}
