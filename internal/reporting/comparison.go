package reporting

import (
	"time"

	"taphuan/internal/fault"
	"taphuan/internal/planning"
	"taphuan/internal/reporting/tree"
)

// Why a comparison has no figure. The Vietnamese words are the plan's own.
var (
	whyNoData      = fault.Text{VI: "Không có số liệu", EN: "No data"}
	whyNotCompared = fault.Text{VI: "Không so sánh được", EN: "Not comparable"}
	whyOutside     = fault.Text{VI: "Ngoài phạm vi kế hoạch", EN: "Outside the plan"}
	whyNotYet      = fault.Text{VI: "Chưa thành lập", EN: "Not yet established"}
	whyUnpublished = fault.Text{VI: "Không công bố quân số", EN: "Strength not published"}
	whyNoSpan      = fault.Text{}
)

// comparison says which spans have figures, and why another has none.
type comparison struct {
	windows []window
	// previous of activity and of state, and since: nil when there are figures.
	activity, state, since *fault.Text
	notes                  []fault.Text
}

// compare decides what a period is compared with, up to the closing day.
func compare(t tree.Tree, g tree.Group, p planning.Period, closing time.Time) comparison {
	c := comparison{windows: []window{{inPeriod, p.FromOn, closing}, {sinceAll, p.Plan.ValidFrom, closing}}}
	if g.SplitAfter(p.FromOn) {
		c.notes = append(c.notes, fault.Text{
			VI: "Không gồm số liệu trước ngày chia tách của đơn vị đã chia cho nhiều nơi.",
			EN: "Without the figures of a divided unit from before its division."})
	}
	c.compareSince(t, g, p)
	from, to := p.FromOn.AddDate(-1, 0, 0), closing.AddDate(-1, 0, 0)
	if !p.Compares() || to.Before(p.Plan.ValidFrom) {
		c.activity, c.state = &whyNoSpan, &whyNoSpan
		return c
	}
	c.windows = append(c.windows, window{before, from, to})
	c.activity, c.state = missing(t, g, from, to), missing(t, g, to, to)
	if in, out := t.Standing(g, from); in > 0 && out > 0 {
		c.notes = append(c.notes, fault.Text{
			VI: "Cùng kỳ không gồm đơn vị khi đó thuộc tỉnh khác (ngoài phạm vi kế hoạch).",
			EN: "The same period is without units that stood in another province then (outside the plan)."})
	}
	return c
}

// compareSince decides about the figures since the plan began.
func (c *comparison) compareSince(t tree.Tree, g tree.Group, p planning.Period) {
	start := p.Plan.ValidFrom
	if g.SplitAfter(start) {
		c.since = &whyNotCompared
		return
	}
	in, out := t.Standing(g, start)
	if out == 0 {
		return
	}
	if in > 0 {
		c.notes = append(c.notes, fault.Text{
			VI: "Lũy kế không gồm số liệu của đơn vị trong thời gian thuộc tỉnh khác (ngoài phạm vi kế hoạch).",
			EN: "The total is without what units did while they stood in another province (outside the plan)."})
		return
	}
	first := g.Unit.ValidFrom
	for _, o := range g.Outside {
		if o.Until.After(first) {
			first = o.Until
		}
	}
	c.notes = append(c.notes, fault.Text{
		VI: "Lũy kế tính từ ngày " + shortDay(first) + "; trước đó ngoài phạm vi kế hoạch.",
		EN: "The total begins on " + first.Format("2 January 2006") + "; before that the unit stood outside the plan."})
}

// missing says why a group has no comparable figures for a window; nil when it has.
func missing(t tree.Tree, g tree.Group, from, to time.Time) *fault.Text {
	in, out := t.Standing(g, from)
	switch {
	case g.SplitAfter(from):
		return &whyNotCompared
	case in == 0 && out > 0:
		return &whyOutside
	case in == 0:
		if in, _ = t.Standing(g, to); in == 0 {
			return &whyNotYet
		}
	}
	return nil
}
