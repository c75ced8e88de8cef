package organization

import (
	"cmp"
	"time"
)

// sealedNote is the code of what is said about a row whose day lies in a closed period.
const sealedNote = "from.sealed"

// rosterEntry is what a row enters about postings: one that begins, where the one before it ends.
type rosterEntry struct {
	posting Posting       // without an id and a person
	lines   []Restatement // of closed periods that it reaches into
}

// precedes reports whether the posting would begin before the present one.
func (e rosterEntry) precedes(k *knownOfficer) bool {
	return k.ValidFrom != nil && e.posting.ValidFrom.Before(*k.ValidFrom)
}

// enters says what the row enters about postings, from its own day or that of the list on, or from the first day
// after it that is in no closed period: the rule of every entry (see enterTx). k is nil for somebody new.
func (r *RosterRow) enters(k *knownOfficer, from time.Time, closed []ClosedPeriod) rosterEntry {
	if r.ValidFrom != nil {
		from = *r.ValidFrom
	}
	for len(closed) > 0 && !closed[0].end().After(from) {
		closed = closed[1:] // before that day nothing becomes another
	}
	entry := rosterEntry{posting: r.begins(k, from)}
	if len(closed) == 0 {
		return entry
	}
	var was, next []Posting
	if k != nil && k.PostingID != nil {
		present := k.posting()
		was = append(was, present)
		if kept := present.within(present.ValidFrom, &from); kept != nil {
			next = append(next, *kept)
		}
	}
	done, lines := reachOf(was, append(next, entry.posting), closed)
	if done.HoldsFrom != nil {
		entry.posting.ValidFrom, entry.lines = *done.HoldsFrom, lines
	}
	return entry
}

// noteSealed says since when a row holds that reaches into closed periods.
func (r *RosterRow) noteSealed(entry rosterEntry) {
	if len(entry.lines) > 0 {
		day := entry.posting.ValidFrom.UTC()
		r.note(RosterMessage{Code: sealedNote, Day: &day})
	}
}

// begins is the posting that the row begins. What the list does not say stays as it is known.
func (r *RosterRow) begins(k *knownOfficer, from time.Time) Posting {
	p := Posting{AgencyID: *r.UnitID, Position: r.Position, PositionGroup: r.PositionGroup, Staffing: r.Staffing, Counts: true, ValidFrom: from}
	if k != nil {
		p.Position, p.PositionGroup, p.Staffing = cmp.Or(p.Position, k.Position), cmp.Or(p.PositionGroup, k.PositionGroup), cmp.Or(p.Staffing, k.Staffing)
	}
	p.Staffing = cmp.Or(p.Staffing, "none")
	return p
}

// posting is the open posting that counts.
func (k *knownOfficer) posting() Posting {
	return Posting{ID: *k.PostingID, PersonID: k.ID, AgencyID: *k.UnitID, Position: k.Position, PositionGroup: k.PositionGroup, Staffing: k.Staffing,
		Counts: true, ValidFrom: *k.ValidFrom}
}
