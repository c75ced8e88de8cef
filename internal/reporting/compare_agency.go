package reporting

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/postgres"
	"taphuan/internal/reporting/tree"
)

// Comparable (số liệu so sánh được) are an agency's figures of the year up to a day beside those of the
// year before, both with the agencies that it continues.
type Comparable struct {
	From, To time.Time
	Lines    []Line
	Members  []Unit // agencies of the past whose results are in the sum
	Divided  []Unit // agencies of the past that went on here and elsewhere: in neither sum
}

// comparedCodes are the indicators of the comparison, in their order.
var comparedCodes = map[string]bool{"A1": true, "B2": true, "B3": true, "B5.1": true, "B8.1": true}

// CompareAgency counts an agency as of a day with the sum of its predecessors, and the same a year before;
// where it comes out of a division the year before says "Không so sánh được". Agency roles may ask for
// their own subtree, province roles for any unit. It needs report.read; fault.ErrNotFound for an agency
// that does not stand on the day or is out of reach.
func (s *Service) CompareAgency(ctx context.Context, who access.Principal, id uuid.UUID, day time.Time) (Comparable, error) {
	if err := who.Require(access.ReadReport); err != nil {
		return Comparable{}, err
	}
	if err := who.RequireFigures(id); err != nil {
		return Comparable{}, err
	}
	if today := s.today(); day.After(today) {
		day = today
	}
	c := Comparable{From: day.AddDate(-1, 0, 1), To: day}
	err := s.db.Read(ctx, postgres.Nobody(), func(ctx context.Context, tx bun.Tx) error {
		agencies, err := loadTree(ctx, tx)
		if err != nil {
			return err
		}
		group, exists := agencies.Group(id, day)
		if !exists {
			return fault.ErrNotFound
		}
		c.name(agencies, group)
		return c.count(ctx, tx, who, agencies, group)
	})
	return c, err
}

// name lists the predecessors that count and those that cannot be given to anybody.
func (c *Comparable) name(t tree.Tree, g tree.Group) {
	for _, m := range g.Members {
		if _, stands := t.At(m.AgencyID, c.To); !stands {
			c.Members = append(c.Members, pastUnit(t, m.AgencyID, c.To))
		}
	}
	for _, p := range g.Partial {
		c.Divided = append(c.Divided, pastUnit(t, p.AgencyID, c.To))
	}
}

// pastUnit is an agency as it was last.
func pastUnit(t tree.Tree, id uuid.UUID, day time.Time) Unit {
	v, _ := t.Last(id, day)
	return Unit{ID: id, Name: v.Name, Kind: v.Kind, Code: v.Code}
}

func (c *Comparable) count(ctx context.Context, tx bun.Tx, who access.Principal, t tree.Tree, g tree.Group) error {
	if err := setCountingScope(ctx, tx, who, g.Agencies()); err != nil {
		return err
	}
	from, to := c.From.AddDate(-1, 0, 0), c.To.AddDate(-1, 0, 0)
	parts := comparison{windows: []window{{inPeriod, c.From, c.To}, {before, from, to}}, activity: missing(t, g, from, to), state: missing(t, g, to, to), since: &whyNoSpan}
	counts, err := countFigures(ctx, tx, families, g, parts.windows, nil)
	if err != nil {
		return err
	}
	for _, i := range indicators {
		if comparedCodes[i.Code] && !i.Students {
			c.Lines = append(c.Lines, lineOf(i, counts, parts))
		}
	}
	if !g.Unit.PublishesStrength {
		hideStrength(c.Lines)
	}
	return nil
}
