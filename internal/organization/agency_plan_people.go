package organization

import (
	"strconv"

	"github.com/google/uuid"
)

// movePostings closes each posting at an ending agency on the day and opens its like at the receiver; one
// that begins later begins there. A dissolution only closes.
func (p *planner) movePostings() {
	day := p.Event.OccurredOn
	for _, posting := range p.state.postings {
		if !posting.day("valid_from").Before(day) {
			p.add("postings", posting, posting.with(row{"agency_id": p.receiver.String()}))
			continue
		}
		p.add("postings", posting, posting.with(row{"valid_to": sqlDate(day)}))
		p.Counts.PostingsClosed++
		if p.receiver == uuid.Nil {
			continue
		}
		p.add("postings", nil, posting.with(row{"id": p.newID("posting", posting.text("id")).String(), "agency_id": p.receiver.String(), "valid_from": sqlDate(day)}))
		p.Counts.PostingsOpened++
	}
	p.Counts.PeopleMoved = countPeople(p.state.postings, p.receiver)
}

func countPeople(rows []row, receiver uuid.UUID) int {
	people := map[string]bool{}
	for _, r := range rows {
		people[r.text("person_id")] = true
	}
	if receiver == uuid.Nil {
		return 0
	}
	return len(people)
}

// moveClasses lets the classes of an ending school that still have students go on at the receiver.
func (p *planner) moveClasses() {
	day := p.Event.OccurredOn
	if p.receiver != uuid.Nil {
		for _, class := range p.state.classes {
			p.openClass(class)
		}
	}
	for _, member := range p.state.members {
		next := row{"school_class_id": p.classes[member.id("school_class_id")].String(), "agency_id": p.receiver.String(), "valid_from": sqlDate(day)}
		if !member.day("valid_from").Before(day) {
			delete(next, "valid_from")
			p.add("class_members", member, member.with(next))
			continue
		}
		p.add("class_members", member, member.with(row{"valid_to": sqlDate(day)}))
		if p.receiver != uuid.Nil {
			p.add("class_members", nil, member.with(next))
		}
	}
	p.Counts.StudentsMoved = countPeople(p.state.members, p.receiver)
}

// openClass adds the like of a class at the receiver; a name that is taken there gets the old school's code.
func (p *planner) openClass(class row) {
	year, name := class.text("school_year"), class.text("name")
	if p.state.names[[2]string{year, name}] {
		v, _ := p.state.tree.last(class.id("agency_id"))
		suffix := " (" + firstRunes(v.Code, 15) + ")"
		name = firstRunes(name, 40-len([]rune(suffix))) + suffix
		for n := 2; p.state.names[[2]string{year, name}]; n++ {
			name = firstRunes(name, 37) + " " + strconv.Itoa(n)
		}
	}
	p.state.names[[2]string{year, name}] = true
	id := p.newID("class", class.text("id"))
	p.classes[class.id("id")] = id
	p.add("school_classes", nil, class.with(row{"id": id.String(), "agency_id": p.receiver.String(), "name": name, "created_at": nil}))
	p.Counts.ClassesOpened++
}

// moveGrants ends the grants that the administrator has chosen and lets the others go on at the receiver.
func (p *planner) moveGrants() {
	lines := map[GrantsOfRole]int{}
	for _, grant := range p.state.grants {
		line := GrantsOfRole{AgencyID: grant.id("agency_id"), Role: grant.text("role")}
		ends := p.receiver == uuid.Nil || p.Event.endsGrant(line.AgencyID, line.Role)
		at, seen := lines[line]
		if !seen {
			at = len(p.Grants)
			lines[line] = at
			p.Grants = append(p.Grants, PlannedGrants{GrantsOfRole: line, Ends: ends})
		}
		p.Grants[at].Count++
		p.moveGrant(grant, ends)
	}
}

func (p *planner) moveGrant(grant row, ends bool) {
	day := p.Event.OccurredOn
	next := row{"agency_id": p.receiver.String()}
	if class, moved := p.classes[grant.id("school_class_id")]; moved {
		next["school_class_id"] = class.String()
	} else if grant["school_class_id"] != nil {
		ends = true // a class teacher of a class that nobody is in any more
	}
	switch {
	case !grant.day("valid_from").Before(day) && ends:
		return // it never begins to reach anything: the agency has ended
	case !grant.day("valid_from").Before(day):
		p.add("grants", grant, grant.with(next))
	default:
		p.add("grants", grant, grant.with(row{"valid_to": sqlDate(day)}))
	}
	if ends {
		p.Counts.GrantsEnded++
		return
	}
	p.Counts.GrantsContinued++
	if grant.day("valid_from").Before(day) {
		next["id"], next["valid_from"] = p.newID("grant", grant.text("id")).String(), sqlDate(day)
		next["document"], next["created_at"] = firstRunes(p.Event.Document, maxDocument), nil
		p.add("grants", nil, grant.with(next))
	}
}

// movePersons lets those whose posting or class has moved belong to the receiver. A staff code that is
// taken there gets the old agency's code behind it, so that no code is lost and none is doubled.
func (p *planner) movePersons() {
	if p.receiver == uuid.Nil {
		return
	}
	moving := map[string]bool{}
	for _, r := range p.state.postings {
		moving[r.text("person_id")] = moving[r.text("person_id")] || r["counts"] == true
	}
	for _, r := range p.state.members {
		moving[r.text("person_id")] = true
	}
	for _, person := range p.state.persons {
		if !moving[person.text("id")] {
			continue
		}
		next := row{"agency_id": p.receiver.String()}
		if code := person.text("code"); code != "" {
			next["code"] = p.freeCode(code, person.id("agency_id"))
			if next["code"] != code {
				p.Counts.CodesChanged++
			}
		}
		p.add("persons", person, person.with(next))
	}
}

func (p *planner) freeCode(code string, from uuid.UUID) string {
	free := code
	v, _ := p.state.tree.last(from)
	for n := 1; p.state.codes[free]; n++ {
		free = code + "-" + v.Code
		if n > 1 {
			free += "-" + strconv.Itoa(n)
		}
	}
	p.state.codes[free] = true
	return free
}
