package organization

import (
	"strings"

	"github.com/google/uuid"
)

// knownStudent is a person of the school, with the class of today.
type knownStudent struct {
	knownPerson
	ClassID    *uuid.UUID
	ClassName  *string
	SchoolYear *string
	key        string // of the name
}

// inClass reports whether the student is in that class of that school year today.
func (k *knownStudent) inClass(class, year string) bool {
	return k.ClassName != nil && *k.SchoolYear == year && classKey(*k.ClassName) == classKey(class)
}

// refuseRepeats refuses every row that names a person whom a row above has named. Officers of one
// name are told apart when their units are known (officerJudge).
func refuseRepeats(rows []RosterRow, kind RosterKind) {
	codes, people := map[string]int{}, map[string][]*RosterRow{}
	for i := range rows {
		row := &rows[i]
		if row.Verdict == RowRefused {
			continue
		}
		if first, ok := codes[codeKey(row.Code)]; ok && row.Code != "" {
			row.refuse(RosterMessage{Code: "same.code", Row: first})
			continue
		}
		codes[codeKey(row.Code)] = row.Number
		if kind == OfficerRoster {
			continue
		}
		key := nameKey(row.FullName) + "|" + classKey(row.ClassName)
		if first := samePerson(people[key], row); first > 0 {
			row.refuse(RosterMessage{Code: "same.student", Row: first})
			delete(codes, codeKey(row.Code))
			continue
		}
		people[key] = append(people[key], row)
	}
}

// samePerson returns the number of the row of the same name and place that nothing parts from this.
func samePerson(others []*RosterRow, row *RosterRow) int {
	for _, other := range others {
		if !partedFrom(row, other) {
			return other.Number
		}
	}
	return 0
}

// partedFrom reports whether codes or years of birth tell two namesakes apart.
func partedFrom(a, b *RosterRow) bool {
	codes := a.Code != "" && b.Code != "" && codeKey(a.Code) != codeKey(b.Code)
	return codes || a.BirthYear != nil && b.BirthYear != nil && *a.BirthYear != *b.BirthYear
}

func codeKey(code string) string { return strings.ToLower(code) }

// judge finds for every row that is not refused the student whom it names, and decides what a
// commit does. It is pure: the check and the commit both ask it.
type judge struct {
	year   string
	byCode map[string]*knownStudent
	byName map[string][]*knownStudent
	taken  takenPeople
}

func newJudge(year string, known []knownStudent) *judge {
	j := &judge{year: year, byCode: map[string]*knownStudent{}, byName: map[string][]*knownStudent{}, taken: takenPeople{}}
	for i := range known {
		k := &known[i]
		k.key = nameKey(k.FullName)
		if k.Code != nil {
			j.byCode[codeKey(*k.Code)] = k
		}
		if k.Kind == Student {
			j.byName[k.key] = append(j.byName[k.key], k)
		}
	}
	return j
}

func (j *judge) decide(row *RosterRow) {
	if row.Verdict == RowRefused {
		return
	}
	row.PersonID = nil
	match, problem := j.match(row)
	if !j.taken.settle(row, match.person(), problem, "namesake") {
		return
	}
	switch {
	case !match.inClass(row.ClassName, j.year):
		row.Verdict = RowMoved
	case match.completedBy(row):
		row.Verdict = RowChanged
	default:
		row.Verdict = RowExisting
	}
}

// match finds the student by code, else by name.
func (j *judge) match(row *RosterRow) (*knownStudent, string) {
	key := nameKey(row.FullName)
	if k := j.byCode[codeKey(row.Code)]; row.Code != "" && k != nil {
		switch {
		case k.Kind != Student:
			return nil, "code.staff"
		case k.key != key:
			return nil, "code.other"
		}
		return k, ""
	}
	return matchName(row, j.byName[key], func(k *knownStudent) bool { return k.inClass(row.ClassName, j.year) })
}

func (k *knownStudent) person() *knownPerson {
	if k == nil {
		return nil
	}
	return &k.knownPerson
}
