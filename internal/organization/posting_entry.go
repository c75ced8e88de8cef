package organization

import (
	"context"
	"math"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/fault"
)

// PostingEntry says what became of what was entered about postings.
type PostingEntry struct {
	Restated  []ClosedPeriod // sealed periods that it reaches into: a line was kept for each
	HoldsFrom *time.Time     // the first day on which it holds; nil: as it was entered, since it reaches into none
}

// ErrPostingSealed refuses days that all lie in periods whose figures are sealed.
var ErrPostingSealed = fault.ErrInvalid.At("body.from", "sealed", fault.Text{
	VI: "Những ngày này nằm trọn trong kỳ đã hết hạn nộp báo cáo nên không ghi được. Hãy chọn ngày muộn hơn. Nếu đây là vị trí đã nhập nhầm, hãy gỡ vị trí đó.",
	EN: "All these days lie in periods whose reports were due, so they cannot be entered. Choose later days. If the posting was entered by mistake, remove it."})

// enterTx makes the postings of a person what they should be; was are all of them. It holds the one rule of
// every entry about postings: the days of a period whose reports were due never change. They stay as they were,
// a restatement line is kept for each such period and agency, and from the first open day on the postings are as
// they should be: one day for all of them, so that an entry leaves nobody twice or nowhere.
// Errors: ErrPostingSealed, ErrAgencyEnded, ErrCountsTwice, ErrPostingTwice.
func (s *Service) enterTx(ctx context.Context, tx bun.Tx, who access.Principal, act string, was, next []Posting) (PostingEntry, error) {
	closed, err := s.closedPeriods(ctx, tx)
	if err != nil {
		return PostingEntry{}, err
	}
	done, lines := reachOf(was, next, closed)
	after := partAt(done.HoldsFrom, was, next)
	if slices.ContainsFunc(next, func(p Posting) bool { return !slices.ContainsFunc(after, p.is) }) {
		return done, ErrPostingSealed
	}
	if err := s.restateTx(ctx, tx, who, act, lines); err != nil {
		return done, err
	}
	return done, replacePostings(ctx, tx, was, after)
}

// restateTx keeps the lines of an act about postings.
func (s *Service) restateTx(ctx context.Context, tx bun.Tx, who access.Principal, act string, lines []Restatement) error {
	for i := range lines {
		lines[i].Act, lines[i].ActorID = act, who.PersonID
	}
	return s.links.Restate(ctx, tx, lines)
}

// closedPeriods lists the periods whose figures are sealed today.
func (s *Service) closedPeriods(ctx context.Context, tx bun.IDB) ([]ClosedPeriod, error) {
	return s.links.Closed(ctx, tx, earliestPosting, s.Today())
}

// reachOf says which closed periods an entry reaches into, with a line for each period and agency whose figures
// would be others by it.
func reachOf(was, next []Posting, closed []ClosedPeriod) (done PostingEntry, lines []Restatement) {
	if len(closed) == 0 {
		return done, nil
	}
	before, after := daysOf(was), daysOf(next)
	for _, period := range closed {
		agencies := restatedIn(period, before, after)
		if len(agencies) == 0 {
			continue
		}
		done.Restated = append(done.Restated, period)
		if end := period.end(); done.HoldsFrom == nil || end.After(*done.HoldsFrom) {
			done.HoldsFrom = &end
		}
		for _, agency := range agencies {
			lines = append(lines, Restatement{PeriodID: period.ID, AgencyID: agency})
		}
	}
	return done, lines
}

// restatedIn returns the agencies for whose figures of a period days would count otherwise.
func restatedIn(period ClosedPeriod, before, after []countedDays) (agencies []uuid.UUID) {
	from, to := period.From.Unix(), period.end().Unix()
	for _, turn := range [][2][]countedDays{{before, after}, {after, before}} {
		for _, days := range turn[0] {
			part := days.within(from, to)
			kept := slices.ContainsFunc(turn[1], func(o countedDays) bool { return o.within(from, to) == part })
			if part.from < part.to && !kept && !slices.Contains(agencies, days.agency) {
				agencies = append(agencies, days.agency)
			}
		}
	}
	return agencies
}

// countedTwice returns a line for each closed period in which two entries of one person both counted, at the agencies
// where the second did: the sealed figures speak of two people.
func countedTwice(first, second []Posting, closed []ClosedPeriod) (lines []Restatement) {
	one, other := daysOf(first), daysOf(second)
	for _, period := range closed {
		if len(agenciesIn(period, one)) == 0 {
			continue
		}
		for _, agency := range agenciesIn(period, other) {
			lines = append(lines, Restatement{PeriodID: period.ID, AgencyID: agency})
		}
	}
	return lines
}

// agenciesIn returns where days count in a period.
func agenciesIn(period ClosedPeriod, all []countedDays) (agencies []uuid.UUID) {
	for _, days := range all {
		part := days.within(period.From.Unix(), period.end().Unix())
		if days.counts && part.from < part.to && !slices.Contains(agencies, days.agency) {
			agencies = append(agencies, days.agency)
		}
	}
	return agencies
}

// countedDays are days on end on which a person counts alike. The words of the position stand in no figure.
type countedDays struct {
	agency          uuid.UUID
	group, staffing string
	counts          bool
	from, to        int64 // to is not included
}

// daysOf are the days on which postings count, on end where they go on alike.
func daysOf(postings []Posting) []countedDays {
	var all []countedDays
	for _, p := range slices.SortedFunc(slices.Values(postings), func(a, b Posting) int { return a.ValidFrom.Compare(b.ValidFrom) }) {
		days := countedDays{agency: p.AgencyID, group: p.PositionGroup, staffing: p.Staffing, counts: p.Counts, from: p.ValidFrom.Unix(), to: math.MaxInt64}
		if p.ValidTo != nil {
			days.to = p.ValidTo.Unix()
		}
		if at := slices.IndexFunc(all, days.follows); at >= 0 {
			all[at].to = max(all[at].to, days.to)
		} else {
			all = append(all, days)
		}
	}
	return all
}

// follows reports whether days, which began no later, count alike and go on to these.
func (d countedDays) follows(o countedDays) bool {
	touch := o.to >= d.from
	o.from, o.to = d.from, d.to
	return touch && o == d
}

// within is those of the days that lie between two; none when from is not before to.
func (d countedDays) within(from, to int64) countedDays {
	d.from, d.to = max(d.from, from), min(d.to, to)
	return d
}

// partAt is the postings as they were before a day and as they should be from it on; nil: as they should be.
// A posting that goes on with the same figures stays one.
func partAt(day *time.Time, was, next []Posting) []Posting {
	if day == nil {
		return next
	}
	var after []Posting
	for _, p := range was {
		if kept := p.within(p.ValidFrom, day); kept != nil {
			after = append(after, *kept)
		}
	}
	for _, p := range next {
		open := p.within(*day, nil)
		if open == nil {
			continue
		}
		at := slices.IndexFunc(after, p.is)
		switch {
		case at >= 0 && isDay(after[at].ValidTo, open.ValidFrom) && after[at].figuresAs(*open):
			open.ValidFrom = after[at].ValidFrom
			after[at] = *open
			continue
		case at >= 0:
			open.ID = audit.NewID()
		}
		after = append(after, *open)
	}
	return after
}

// is reports whether two postings are one, perhaps at two times.
func (p Posting) is(o Posting) bool { return p.ID == o.ID }

// figuresAs reports whether two postings of one agency count alike.
func (p Posting) figuresAs(o Posting) bool {
	return p.Counts == o.Counts && p.PositionGroup == o.PositionGroup && p.Staffing == o.Staffing
}

// narrows reports whether the posting is another one on fewer days: nothing can stand against it that did not before.
func (p Posting) narrows(o Posting) bool {
	return p.is(o) && p.Position == o.Position && p.Counts == o.Counts && !p.ValidFrom.Before(o.ValidFrom) &&
		(o.ValidTo == nil || p.ValidTo != nil && !p.ValidTo.After(*o.ValidTo))
}

// equals reports whether two postings are one and the same.
func (p Posting) equals(o Posting) bool {
	return p.is(o) && p.Position == o.Position && p.figuresAs(o) && p.ValidFrom.Equal(o.ValidFrom) && dayText(p.ValidTo) == dayText(o.ValidTo)
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

// replacePostings writes what differs between the postings of a person as they were and as they are to be.
// Errors: ErrAgencyEnded, ErrCountsTwice, ErrPostingTwice.
func replacePostings(ctx context.Context, tx bun.Tx, was, after []Posting) error {
	if err := deleteGone(ctx, tx, was, after); err != nil {
		return err
	}
	var fresh []Posting // after what they follow has ended
	for _, p := range after {
		if slices.ContainsFunc(was, p.equals) {
			continue
		}
		if err := checkEntered(ctx, tx, p, was, after); err != nil {
			return err
		}
		if !slices.ContainsFunc(was, p.is) {
			fresh = append(fresh, p)
		} else if err := updatePostingTx(ctx, tx, p); err != nil {
			return err
		}
	}
	return insertMany(ctx, tx, fresh)
}

func deleteGone(ctx context.Context, tx bun.Tx, was, after []Posting) error {
	for _, p := range was {
		if slices.ContainsFunc(after, p.is) {
			continue
		}
		if _, err := tx.NewDelete().Model(&p).Where("id = ? AND person_id = ?", p.ID, p.PersonID).Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}

// checkEntered says what stands against a posting on the days on which it is to hold.
func checkEntered(ctx context.Context, tx bun.Tx, p Posting, was, after []Posting) error {
	if slices.ContainsFunc(was, p.narrows) {
		return nil
	}
	if err := checkBeside(p, after); err != nil {
		return err
	}
	return agencyExists(ctx, tx, p.AgencyID, p.ValidFrom)
}
