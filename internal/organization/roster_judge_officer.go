package organization

import (
	"strings"
	"time"

	"github.com/google/uuid"
)

// knownOfficer is a person of the agency's subtree, with the open posting that counts.
type knownOfficer struct {
	knownPerson
	PostingID     *uuid.UUID
	UnitID        *uuid.UUID
	Position      string
	PositionGroup string
	Staffing      string
	ValidFrom     *time.Time
}

// officerJudge finds for every row the officer whom it names, and decides what a commit does. It is
// pure: the check and the commit both ask it.
type officerJudge struct {
	units  *unitIndex
	titles map[string]string // position groups by the key of the title
	from   time.Time
	closed []ClosedPeriod
	byCode map[string][]*knownOfficer
	byName map[string][]*knownOfficer
	taken  takenPeople
	fresh  map[string][]*RosterRow // new people by name and unit
}

func newOfficerJudge(w *rosterWorld) *officerJudge {
	j := &officerJudge{units: w.units, titles: w.titles, from: w.roster.from(w.today), closed: w.closed, byCode: map[string][]*knownOfficer{},
		byName: map[string][]*knownOfficer{}, taken: takenPeople{}, fresh: map[string][]*RosterRow{}}
	for i := range w.officers {
		k := &w.officers[i]
		if k.Code != nil {
			j.byCode[codeKey(*k.Code)] = append(j.byCode[codeKey(*k.Code)], k)
		}
		if k.Kind == Officer {
			j.byName[nameKey(k.FullName)] = append(j.byName[nameKey(k.FullName)], k)
		}
	}
	return j
}

func (j *officerJudge) decide(row *RosterRow) {
	if row.Verdict == RowRefused {
		return
	}
	row.PersonID = nil
	row.unsay(sealedNote)
	unit, problem := j.units.find(row)
	if problem.Code != "" {
		row.refuse(problem)
		return
	}
	row.UnitID = &unit.ID
	j.place(row, unit)
	match, code := j.match(row)
	if j.taken.settle(row, match.person(), code, "namesake.unit") {
		j.compare(row, match)
	}
	if row.Verdict == RowNew {
		j.add(row, unit)
	}
}

// add takes a new person, once.
func (j *officerJudge) add(row *RosterRow, unit *rosterUnit) {
	if row.PositionGroup == "" {
		row.PositionGroup = unit.usualGroup()
	}
	key := nameKey(row.FullName) + unit.ID.String()
	for _, other := range j.fresh[key] {
		if !partedFrom(row, other) {
			row.refuse(RosterMessage{Code: "same.officer", Row: other.Number})
			return
		}
	}
	j.fresh[key] = append(j.fresh[key], row)
	row.noteSealed(row.enters(nil, j.from, j.closed))
}

// place settles since when the row holds, and the position group of its title.
func (j *officerJudge) place(row *RosterRow, unit *rosterUnit) {
	from := j.from
	if row.ValidFrom != nil {
		from = *row.ValidFrom
	}
	if from.Before(unit.Since) {
		from = unit.Since
		if row.ValidFrom != nil && !row.ValidFrom.Equal(unit.Since) {
			row.note(RosterMessage{Code: "from.before_unit"})
		}
		row.ValidFrom = &from
	}
	if row.Position == "" {
		return
	}
	if group, said := j.titles[titleKey(row.Position)]; said {
		row.PositionGroup = group
	} else if row.PositionGroup = groupOfTitle(row.Position); row.PositionGroup == "" {
		row.PositionGroup = unit.usualGroup()
	}
}

// match finds the officer by code, else by name; code is "" or the code of a message.
func (j *officerJudge) match(row *RosterRow) (found *knownOfficer, code string) {
	key := nameKey(row.FullName)
	if row.Code != "" {
		if coded := j.byCode[codeKey(row.Code)]; len(coded) > 0 {
			return matchCode(coded, key)
		}
	}
	return matchName(row, j.byName[key], func(k *knownOfficer) bool { return k.UnitID != nil && *k.UnitID == *row.UnitID })
}

func (k *knownOfficer) person() *knownPerson {
	if k == nil {
		return nil
	}
	return &k.knownPerson
}

// matchCode chooses among those who have the code: codes are one agency's own.
func matchCode(coded []*knownOfficer, key string) (*knownOfficer, string) {
	var named []*knownOfficer
	for _, k := range coded {
		if nameKey(k.FullName) == key {
			named = append(named, k)
		}
	}
	switch {
	case len(named) == 1 && named[0].Kind != Officer:
		return nil, "code.student"
	case len(named) == 1:
		return named[0], ""
	case len(named) > 1:
		return nil, "ambiguous"
	case coded[0].Kind != Officer:
		return nil, "code.student"
	}
	return nil, "code.other"
}

// compare decides between existing, moved and changed. What the list does not say is not compared.
func (j *officerJudge) compare(row *RosterRow, k *knownOfficer) {
	if !row.changesPosting(k) {
		row.Verdict = RowExisting
		if k.completedBy(row) {
			row.Verdict = RowChanged
		}
		return
	}
	entry := row.enters(k, j.from, j.closed)
	switch {
	case entry.precedes(k):
		row.refuse(RosterMessage{Code: "from.before_posting"})
		return
	case row.moves(k):
		row.Verdict = RowMoved
	default:
		row.Verdict = RowChanged
	}
	row.noteSealed(entry)
}

// moves reports whether the row says another unit than what is known.
func (r *RosterRow) moves(k *knownOfficer) bool { return k.UnitID == nil || *k.UnitID != *r.UnitID }

// changesPosting reports whether the row says something else about the posting than what is known.
func (r *RosterRow) changesPosting(k *knownOfficer) bool {
	return r.moves(k) || r.Position != "" && !strings.EqualFold(r.Position, k.Position) ||
		r.PositionGroup != "" && r.PositionGroup != k.PositionGroup || r.Staffing != "" && r.Staffing != k.Staffing
}
