// Package tree answers where an agency stands: its versions as of a day, what is below it, and which
// agencies of the past it continues. It is pure; package reporting fills it from the facts.
//
// Place is the heart of it. Every agency that ever began has a place on a day: itself while it exists;
// its successors after an event that names them; and where it ended without a successor, the place of
// the agency above it. So each agency of the past is counted exactly once, a merged unit is the sum of
// its predecessors, and a split one has several places and cannot be compared.
package tree

import (
	"slices"
	"time"

	"github.com/google/uuid"
	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

// Version (phiên bản) is what an agency was from one day (included) to another (excluded; nil: still).
type Version struct {
	AgencyID          uuid.UUID
	ValidFrom         time.Time
	ValidTo           *time.Time
	Name              string
	ShortName         string
	Kind              string
	Code              string
	ParentID          *uuid.UUID
	HeaderKind        string
	FullPlaceName     bool
	PublishesStrength bool
}

func (v Version) holds(day time.Time) bool {
	return !v.ValidFrom.After(day) && (v.ValidTo == nil || v.ValidTo.After(day))
}

// Succession (kế thừa) says that source went on in target from a day.
type Succession struct {
	OccurredOn time.Time
	SourceID   uuid.UUID
	TargetID   *uuid.UUID // nil: ended without a successor
}

// Tree is every version of every agency, with their successions.
type Tree struct {
	versions map[uuid.UUID][]Version // in order of the day
	targets  map[uuid.UUID][]Succession
	children map[uuid.UUID][]uuid.UUID // ever
}

// New returns a tree of the given versions and successions.
func New(versions []Version, successions []Succession) Tree {
	t := Tree{versions: map[uuid.UUID][]Version{}, targets: map[uuid.UUID][]Succession{}, children: map[uuid.UUID][]uuid.UUID{}}
	for _, v := range versions {
		t.versions[v.AgencyID] = append(t.versions[v.AgencyID], v)
		if v.ParentID != nil && !slices.Contains(t.children[*v.ParentID], v.AgencyID) {
			t.children[*v.ParentID] = append(t.children[*v.ParentID], v.AgencyID)
		}
	}
	for _, list := range t.versions {
		slices.SortFunc(list, func(a, b Version) int { return a.ValidFrom.Compare(b.ValidFrom) })
	}
	for _, s := range successions {
		if s.TargetID != nil && *s.TargetID != s.SourceID {
			t.targets[s.SourceID] = append(t.targets[s.SourceID], s)
		}
	}
	return t
}

// At returns an agency as of a day, and whether it existed then.
func (t Tree) At(id uuid.UUID, day time.Time) (Version, bool) {
	for _, v := range t.versions[id] {
		if v.holds(day) {
			return v, true
		}
	}
	return Version{}, false
}

// Last returns the latest version that began on or before the day.
func (t Tree) Last(id uuid.UUID, day time.Time) (Version, bool) {
	list := t.versions[id]
	for i := len(list) - 1; i >= 0; i-- {
		if !list[i].ValidFrom.After(day) {
			return list[i], true
		}
	}
	return Version{}, false
}

// below returns the agencies directly below one on a day, in no order.
func (t Tree) below(id uuid.UUID, day time.Time) []Version {
	var found []Version
	for _, child := range t.children[id] {
		if v, exists := t.At(child, day); exists && v.ParentID != nil && *v.ParentID == id {
			found = append(found, v)
		}
	}
	return found
}

// CountChildren counts the agencies directly below one on a day.
func (t Tree) CountChildren(id uuid.UUID, day time.Time) int { return len(t.below(id, day)) }

// Children returns the agencies directly below one on a day, by name.
func (t Tree) Children(id uuid.UUID, day time.Time) []Version {
	found := t.below(id, day)
	order := collate.New(language.Vietnamese)
	slices.SortFunc(found, func(a, b Version) int {
		if byName := order.CompareString(a.Name, b.Name); byName != 0 {
			return byName
		}
		return slices.Compare(a.AgencyID[:], b.AgencyID[:])
	})
	return found
}

// maxDepth bounds every walk through the tree; the closure holds no deeper one.
const maxDepth = 12

// Subtree returns the agency and everything below it on a day.
func (t Tree) Subtree(id uuid.UUID, day time.Time) []uuid.UUID {
	found := []uuid.UUID{id}
	for level, from := 0, 0; level < maxDepth && from < len(found); level++ {
		until := len(found)
		for _, parent := range found[from:until] {
			for _, child := range t.below(parent, day) {
				found = append(found, child.AgencyID)
			}
		}
		from = until
	}
	return found
}

// Place returns the agencies that continue one on a day, without repeats: empty before it began.
func (t Tree) Place(id uuid.UUID, day time.Time) []uuid.UUID {
	var places []uuid.UUID
	t.place(id, day, map[uuid.UUID]bool{}, &places)
	return places
}

func (t Tree) place(id uuid.UUID, day time.Time, seen map[uuid.UUID]bool, places *[]uuid.UUID) {
	if seen[id] {
		return
	}
	seen[id] = true
	last, began := t.Last(id, day)
	if !began {
		return
	}
	if last.holds(day) {
		*places = append(*places, id)
		return
	}
	continued := false
	for _, s := range t.targets[id] {
		if !s.OccurredOn.After(day) {
			continued = true
			t.place(*s.TargetID, day, seen, places)
		}
	}
	if !continued && last.ParentID != nil {
		t.place(*last.ParentID, day, seen, places)
	}
}

// Ancestors returns the agencies above one on a day, from the root down.
func (t Tree) Ancestors(id uuid.UUID, day time.Time) []Version {
	var above []Version
	v, exists := t.At(id, day)
	for exists && v.ParentID != nil && len(above) < maxDepth {
		if v, exists = t.At(*v.ParentID, day); exists {
			above = append(above, v)
		}
	}
	slices.Reverse(above)
	return above
}

// Root returns the topmost agency above one on a day, or after its end above its last version.
func (t Tree) Root(id uuid.UUID, day time.Time) (Version, bool) {
	top, known := t.Last(id, day)
	for depth := 0; known && top.ParentID != nil && depth < maxDepth; depth++ {
		above, found := t.Last(*top.ParentID, day)
		if !found {
			break
		}
		top = above
	}
	return top, known
}
