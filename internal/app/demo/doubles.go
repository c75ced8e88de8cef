package demo

import "taphuan/internal/organization"

// double is somebody who was entered twice, so that the search for duplicates has something to find.
type double struct {
	name string
	born int
}

// doubles are entered twice in a place, named by its code: its first two people are one.
var doubles = map[string]double{
	"21040-VHXH": {"Nguyễn Thị Thanh Tuyền", 1988},
	"21040-VP":   {"Phạm Hồng Quân", 1979},
	"THPT-BS":    {"Võ Thị Kim Liên", 1985},
}

// doubleStudent is entered twice in the first class; the numbers are of the two entries.
var doubleStudent = double{"Lê Gia Huy", 2008}

const firstDouble, secondDouble = 3, 4

// become gives a person the name and year of a double.
func (c *career) become(d double) error {
	named, err := organization.NewPerson(c.person.ID, c.person.AgencyID, c.person.Kind, d.name)
	named.Code, named.BirthYear = c.person.Code, &d.born
	c.person = named
	return err
}

// doubled returns the double of a place.
func (g *generator) doubled(p *place) (double, bool) {
	for code, d := range doubles {
		if g.tree.byCode[code] == p.agency {
			return d, true
		}
	}
	return double{}, false
}
