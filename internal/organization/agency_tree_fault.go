package organization

import (
	"time"

	"github.com/google/uuid"
)

// treeFault is a rule of the tree that does not hold, and the two agencies that it is about.
type treeFault struct {
	rule          string // parent, level, code, short_name
	agency, other uuid.UUID
}

// faults finds the rules that do not hold: a parent stands as long as what stands under it, no chain
// of parents is a circle or too long, and no two agencies have one code, or one short name in a province, on the same day.
func (t agencyTree) faults() map[treeFault]bool {
	found := map[treeFault]bool{}
	codes, shorts := map[string][]AgencyVersion{}, map[string][]AgencyVersion{}
	t.each(func(v AgencyVersion) {
		for _, parent := range []*uuid.UUID{v.ParentID, v.ProfessionalParentID} {
			if parent != nil && !t.standsThrough(*parent, v.ValidFrom, v.ValidTo) {
				found[treeFault{"parent", v.AgencyID, *parent}] = true
			}
		}
		if t.depth(v.AgencyID, v.ValidFrom) >= maxTreeDepth {
			found[treeFault{"level", v.AgencyID, *v.ParentID}] = true
		}
		short := ""
		if v.ShortName != "" {
			short = t.root(v.AgencyID, v.ValidFrom).String() + v.ShortName
		}
		share(found, codes, "code", v.Code, v)
		share(found, shorts, "short_name", short, v)
	})
	return found
}

// standsThrough reports whether an agency stands from one day to another (nil: for good).
func (t agencyTree) standsThrough(id uuid.UUID, from time.Time, to *time.Time) bool {
	last, known := t.last(id)
	if !known || t.versions[id][0].ValidFrom.After(from) {
		return false
	}
	return last.ValidTo == nil || to != nil && !last.ValidTo.Before(*to)
}

// share notes who has the same word on the same day.
func share(found map[treeFault]bool, seen map[string][]AgencyVersion, rule, word string, v AgencyVersion) {
	if word == "" {
		return
	}
	for _, other := range seen[word] {
		if other.AgencyID != v.AgencyID && other.meets(v) {
			found[treeFault{rule, v.AgencyID, other.AgencyID}] = true
		}
	}
	seen[word] = append(seen[word], v)
}

// meets reports whether two versions hold on a common day.
func (v AgencyVersion) meets(o AgencyVersion) bool {
	return (v.ValidTo == nil || o.ValidFrom.Before(*v.ValidTo)) && (o.ValidTo == nil || v.ValidFrom.Before(*o.ValidTo))
}

// without is the tree as it is once the changes are taken back.
func (t agencyTree) without(changes []change) agencyTree {
	was := map[uuid.UUID]row{}
	for _, c := range changes {
		if c.What == "agency_versions" {
			was[c.After.id("id")] = c.Before
		}
	}
	var versions []AgencyVersion
	t.each(func(v AgencyVersion) {
		before, changed := was[v.ID]
		switch {
		case !changed:
			versions = append(versions, v)
		case before != nil:
			versions = append(versions, placedVersion(before))
		}
	})
	return newAgencyTree(versions)
}

// placedVersion reads of a version what the rules of the tree ask.
func placedVersion(r row) AgencyVersion {
	v := AgencyVersion{ID: r.id("id"), AgencyID: r.id("agency_id"), ValidFrom: r.day("valid_from"), Code: r.text("code"), ShortName: r.text("short_name"),
		ParentID: pointerTo(r.id("parent_id")), ProfessionalParentID: pointerTo(r.id("professional_parent_id"))}
	if to := r.day("valid_to"); !to.IsZero() {
		v.ValidTo = &to
	}
	return v
}
