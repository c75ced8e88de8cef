package organization

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// agencyTree is every version of every agency, in order of the day. It holds no person.
type agencyTree struct {
	versions map[uuid.UUID][]AgencyVersion
}

func newAgencyTree(versions []AgencyVersion) agencyTree {
	t := agencyTree{versions: map[uuid.UUID][]AgencyVersion{}}
	for _, v := range versions {
		t.versions[v.AgencyID] = append(t.versions[v.AgencyID], v)
	}
	for _, list := range t.versions {
		slices.SortFunc(list, func(a, b AgencyVersion) int { return a.ValidFrom.Compare(b.ValidFrom) })
	}
	return t
}

func loadAgencyTree(ctx context.Context, tx bun.IDB) (agencyTree, error) {
	var versions []AgencyVersion
	err := tx.NewSelect().Model(&versions).OrderExpr("agency_id, valid_from").Scan(ctx)
	return newAgencyTree(versions), err
}

func (v AgencyVersion) holds(day time.Time) bool {
	return !v.ValidFrom.After(day) && (v.ValidTo == nil || v.ValidTo.After(day))
}

// at returns an agency as of a day, and whether it stood then.
func (t agencyTree) at(id uuid.UUID, day time.Time) (AgencyVersion, bool) {
	for _, v := range t.versions[id] {
		if v.holds(day) {
			return v, true
		}
	}
	return AgencyVersion{}, false
}

// last returns the latest version of an agency.
func (t agencyTree) last(id uuid.UUID) (AgencyVersion, bool) {
	list := t.versions[id]
	if len(list) == 0 {
		return AgencyVersion{}, false
	}
	return list[len(list)-1], true
}

// open returns the version that stands on the day and goes on; false when the agency ends or changes later.
func (t agencyTree) open(id uuid.UUID, day time.Time) (AgencyVersion, bool) {
	v, stands := t.at(id, day)
	return v, stands && v.ValidTo == nil
}

// each visits every version in a stable order.
func (t agencyTree) each(visit func(AgencyVersion)) {
	ids := make([]uuid.UUID, 0, len(t.versions))
	for id := range t.versions {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, compareIDs)
	for _, id := range ids {
		for _, v := range t.versions[id] {
			visit(v)
		}
	}
}

// under lists the versions that hold on the day or later and name the agency as either parent.
func (t agencyTree) under(id uuid.UUID, day time.Time) []AgencyVersion {
	var found []AgencyVersion
	t.each(func(v AgencyVersion) {
		if v.ValidTo != nil && !v.ValidTo.After(day) {
			return
		}
		if isID(v.ParentID, id) || isID(v.ProfessionalParentID, id) {
			found = append(found, v)
		}
	})
	return found
}

// above reports whether an agency stands above another on a day.
func (t agencyTree) above(upper, lower uuid.UUID, day time.Time) bool {
	for range maxTreeDepth {
		if upper == lower {
			return true
		}
		v, stands := t.at(lower, day)
		if !stands || v.ParentID == nil {
			return false
		}
		lower = *v.ParentID
	}
	return true
}

// depth counts the levels above an agency on a day.
func (t agencyTree) depth(id uuid.UUID, day time.Time) int {
	for level := range maxTreeDepth {
		v, stands := t.at(id, day)
		if !stands || v.ParentID == nil {
			return level
		}
		id = *v.ParentID
	}
	return maxTreeDepth
}

// height counts the levels below an agency on a day.
func (t agencyTree) height(id uuid.UUID, day time.Time) int {
	deepest := 0
	t.each(func(v AgencyVersion) {
		if !v.holds(day) {
			return
		}
		below := 0
		for v.AgencyID != id {
			below++
			parent, stands := AgencyVersion{}, false
			if v.ParentID != nil {
				parent, stands = t.at(*v.ParentID, day)
			}
			if !stands || below > maxTreeDepth {
				return
			}
			v = parent
		}
		deepest = max(deepest, below)
	})
	return deepest
}

// root returns the topmost agency above one on a day.
func (t agencyTree) root(id uuid.UUID, day time.Time) uuid.UUID {
	for range maxTreeDepth {
		v, stands := t.at(id, day)
		if !stands || v.ParentID == nil {
			break
		}
		id = *v.ParentID
	}
	return id
}

// maxTreeDepth bounds the levels of the tree, as the closure does.
const maxTreeDepth = 12

func isID(at *uuid.UUID, id uuid.UUID) bool { return at != nil && *at == id }

func compareIDs(a, b uuid.UUID) int { return slices.Compare(a[:], b[:]) }
