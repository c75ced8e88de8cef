package organization

import "github.com/google/uuid"

// knownPerson is somebody whom the platform knows, by what a list tells people apart.
type knownPerson struct {
	ID        uuid.UUID
	Kind      PersonKind
	FullName  string
	Code      *string
	BirthYear *int
}

// parted reports whether codes or years of birth tell the person and a namesake's row apart.
func (k *knownPerson) parted(row *RosterRow) bool {
	return row.Code != "" && k.Code != nil || row.BirthYear != nil && k.BirthYear != nil && *row.BirthYear != *k.BirthYear
}

// bornAlike reports whether both years of birth are known, of somebody whom they do not part.
func (k *knownPerson) bornAlike(row *RosterRow) bool {
	return row.BirthYear != nil && k.BirthYear != nil
}

// completedBy reports whether the row says a code or a year of birth that was not known.
func (k *knownPerson) completedBy(row *RosterRow) bool {
	return row.Code != "" && k.Code == nil || row.BirthYear != nil && k.BirthYear == nil
}

// What a name alone may leave open.
const (
	ambiguous = "ambiguous" // several people fit, and nothing parts them
	namesake  = "namesake"  // somebody of that name is elsewhere, who may be another
)

// matchName finds whom a row names among the known people of that name, whose codes are not the row's:
// the one in the same place, else the one of the same year of birth anywhere.
func matchName[K interface {
	parted(*RosterRow) bool
	bornAlike(*RosterRow) bool
}](row *RosterRow, named []K, inPlace func(K) bool) (found K, problem string) {
	var here, same []K
	for _, k := range named {
		if k.parted(row) {
			continue
		}
		problem = namesake
		if inPlace(k) {
			here = append(here, k)
		}
		if k.bornAlike(row) {
			same = append(same, k)
		}
	}
	for _, list := range [][]K{here, same} {
		switch len(list) {
		case 0:
			continue
		case 1:
			return list[0], ""
		}
		return found, ambiguous
	}
	return found, problem
}

// takenPeople are the rows of a list by the person whom they name.
type takenPeople map[uuid.UUID]int

// settle gives the row the known person whom it names, and reports whether there is one. Otherwise the row
// is somebody new, with a note where they may be a namesake, or refused for the problem.
func (t takenPeople) settle(row *RosterRow, known *knownPerson, problem, note string) bool {
	switch {
	case problem == namesake:
		row.Verdict = RowNew
		row.note(RosterMessage{Code: note})
	case problem != "":
		row.refuse(RosterMessage{Code: problem})
	case known == nil:
		row.Verdict = RowNew
	case t[known.ID] > 0:
		row.refuse(RosterMessage{Code: "same.person", Row: t[known.ID]})
	default:
		t[known.ID] = row.Number
		row.PersonID = &known.ID
		return true
	}
	return false
}
