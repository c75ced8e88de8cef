package tree

import (
	"slices"
	"time"

	"github.com/google/uuid"
)

// Member is an agency, of now or of the past, whose facts count for a unit.
type Member struct {
	AgencyID uuid.UUID
	// CountsFrom is the first day on which its facts count: later than its beginning where it stood
	// outside the plan's province before. The zero time is always.
	CountsFrom time.Time
	// Branch is 1 + the index of the row (in Group.Rows) that it belongs to, or 0 when its successors
	// lie in several rows: then it counts for the whole alone.
	Branch int
}

// Partial is an agency of the past that went on in this unit and elsewhere too: what it did before
// that day can be given to neither.
type Partial struct {
	AgencyID uuid.UUID
	EndedOn  time.Time // first day on which it no longer existed
}

// Group (đơn vị và các đơn vị tiền thân) is a unit on a day with everything that counts for it.
type Group struct {
	Unit    Version
	Rows    []Version // the units directly below, then the unit itself for the people directly in it
	Members []Member
	Partial []Partial
	Outside []Outsider
}

// Outsider is an agency whose facts before a day lie outside the plan: it stood under another province.
type Outsider struct {
	AgencyID uuid.UUID
	Until    time.Time
}

// Group returns the unit of a day with its members; false when it does not exist on that day.
func (t Tree) Group(id uuid.UUID, day time.Time) (Group, bool) {
	unit, exists := t.At(id, day)
	if !exists {
		return Group{}, false
	}
	g := Group{Unit: unit}
	branches := map[uuid.UUID]int{}
	for i, child := range t.Children(id, day) {
		g.Rows = append(g.Rows, child)
		for _, below := range t.Subtree(child.AgencyID, day) {
			branches[below] = i + 1
		}
	}
	g.Rows = append(g.Rows, unit)
	branches[id] = len(g.Rows)
	home, _ := t.Root(id, day)
	for agency := range t.versions {
		t.join(&g, branches, home, agency, day)
	}
	slices.SortFunc(g.Members, func(a, b Member) int { return slices.Compare(a.AgencyID[:], b.AgencyID[:]) })
	return g, true
}

// join decides whether an agency counts for the group.
func (t Tree) join(g *Group, branches map[uuid.UUID]int, home Version, agency uuid.UUID, day time.Time) {
	places := t.Place(agency, day)
	inside, branch := 0, -1
	for _, place := range places {
		b, in := branches[place]
		if !in {
			continue
		}
		inside++
		if branch >= 0 && branch != b {
			b = 0
		}
		branch = b
	}
	switch {
	case inside == 0:
	case inside < len(places):
		if last, _ := t.Last(agency, day); last.ValidTo != nil {
			g.Partial = append(g.Partial, Partial{AgencyID: agency, EndedOn: *last.ValidTo})
		}
	default:
		from, ever := t.countsFrom(agency, home, day)
		if ever {
			g.Members = append(g.Members, Member{AgencyID: agency, CountsFrom: from, Branch: branch})
		}
		if last, _ := t.Last(agency, day); !ever && last.ValidTo != nil {
			from = *last.ValidTo
		}
		if !from.IsZero() {
			g.Outside = append(g.Outside, Outsider{AgencyID: agency, Until: from})
		}
	}
}

// countsFrom returns the first day on which an agency stood under home, and whether it ever did by
// the day. An agency under another province stands outside the plan.
func (t Tree) countsFrom(agency uuid.UUID, home Version, day time.Time) (time.Time, bool) {
	for i, from := range t.changes(agency, day) {
		root, known := t.Root(agency, from)
		if !known || root.Kind == "province" && home.Kind == "province" && root.AgencyID != home.AgencyID {
			continue
		}
		if i == 0 {
			return time.Time{}, true
		}
		return from, true
	}
	return time.Time{}, false
}

// changes lists the days from an agency's beginning to its end, or to the given day, on which it or
// an agency above it changed.
func (t Tree) changes(agency uuid.UUID, day time.Time) []time.Time {
	list := t.versions[agency]
	first, last := list[0].ValidFrom, list[len(list)-1].ValidTo
	seen := map[uuid.UUID]bool{}
	days := []time.Time{}
	var climb func(id uuid.UUID, depth int)
	climb = func(id uuid.UUID, depth int) {
		if seen[id] || depth > maxDepth {
			return
		}
		seen[id] = true
		for _, v := range t.versions[id] {
			if !v.ValidFrom.Before(first) && !v.ValidFrom.After(day) && (last == nil || v.ValidFrom.Before(*last)) {
				days = append(days, v.ValidFrom)
			}
			if v.ParentID != nil {
				climb(*v.ParentID, depth+1)
			}
		}
	}
	climb(agency, 0)
	slices.SortFunc(days, time.Time.Compare)
	return slices.CompactFunc(days, time.Time.Equal)
}

// Agencies are the ids of the members.
func (g Group) Agencies() []uuid.UUID {
	ids := make([]uuid.UUID, len(g.Members))
	for i, m := range g.Members {
		ids[i] = m.AgencyID
	}
	return ids
}

// Standing counts the group's agencies that existed on a day: those whose facts of that day count, and
// those that stood outside the plan.
func (t Tree) Standing(g Group, day time.Time) (inside, outside int) {
	for _, m := range g.Members {
		if _, existed := t.At(m.AgencyID, day); existed && !m.CountsFrom.After(day) {
			inside++
		}
	}
	for _, o := range g.Outside {
		if _, existed := t.At(o.AgencyID, day); existed && o.Until.After(day) {
			outside++
		}
	}
	return inside, outside
}

// SplitAfter reports whether a part of the group comes out of an agency that was still whole after
// the day: figures before its division cannot be given to the group.
func (g Group) SplitAfter(day time.Time) bool {
	return slices.ContainsFunc(g.Partial, func(p Partial) bool { return p.EndedOn.After(day) })
}
