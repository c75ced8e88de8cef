package demo

import (
	"fmt"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/organization"
)

// classSize is how many students a class has.
const classSize = 40

// schoolClass is a class of this school year, with the class of last year from which its students
// came (uuid.Nil for the youngest).
type schoolClass struct {
	id, before uuid.UUID
	school     uuid.UUID
	name       string
	from       time.Time // first day of the school year
	enrolled   bool      // the school enrolled the class in the course
	people     people
}

// studentSchools are the schools of the 600 students; larger demonstrations use them all.
func (g *generator) studentSchools() []string {
	if g.people <= 5000 {
		return []string{"THPT-BS", "DHPVD", "THPT-KT"}
	}
	schools := []string{"DHPVD", "DHTCKT", "CDYT", "CDQN"}
	for _, n := range append(append([]named{}, highSchools...), highSchoolsKonTum...) {
		schools = append(schools, n.code)
	}
	return schools
}

// addClasses adds the classes for a number of students and returns them. Only those aged 16 and
// more are here: classes 11 and 12, and students of universities.
func (g *generator) addClasses(students int) []schoolClass {
	schools := g.studentSchools()
	year, from := schoolYear(g.cal.today)
	yearBefore, _ := schoolYear(from.AddDate(-1, 0, 0))
	d := newDice(g.seed, "classes", 0)
	var list []schoolClass
	for i := range (students + classSize - 1) / classSize {
		code := schools[i%len(schools)]
		c := schoolClass{id: d.id(from), school: g.tree.byCode[code], from: from, enrolled: i < 3 || d.chance(70), people: either(code == "THPT-KT" || code == "THPT-DT", xodang, kinh)}
		number := i / len(schools)
		c.name, c.before = className(code, number), uuid.Nil
		g.batch.add(classes, c.id, c.school, year, c.name)
		if name := nameBefore(code, number); name != "" {
			c.before = d.id(from.AddDate(-1, 0, 0))
			g.batch.add(classes, c.before, c.school, yearBefore, name)
		}
		list = append(list, c)
	}
	return list
}

// className names the classes of a school in turn: 12A1, 11A1, 12A2, ...
func className(school string, number int) string {
	if isHighSchool(school) {
		return fmt.Sprintf("%dA%d", 12-number%2, number/2+1)
	}
	return fmt.Sprintf("DCT%dB%d", 23+number%3, number/3+1)
}

// nameBefore is the class of the year before; those of class 11 came from elsewhere.
func nameBefore(school string, number int) string {
	if isHighSchool(school) && number%2 == 0 {
		return fmt.Sprintf("11A%d", number/2+1)
	}
	return ""
}

func isHighSchool(code string) bool { return len(code) > 5 && code[:5] == "THPT-" }

// student invents a student of a class and adds the memberships.
func (g *generator) student(number int, class schoolClass) (*career, dice, error) {
	d := newDice(g.seed, "student", number)
	common := either(class.people == kinh, kinh, either(d.chance(45), class.people, kinh))
	c, err := g.newCareer(d, organization.Student, nameOf(d, common), fmt.Sprintf("HS%06d", number))
	if err != nil {
		return nil, d, err
	}
	c.person.AgencyID, c.class = class.school, class.id
	return c, d, nil
}

func (g *generator) writeStudent(c *career, class schoolClass) {
	g.writePerson(c)
	if class.before != uuid.Nil {
		g.batch.add(members, class.before, c.person.ID, class.school, class.from.AddDate(-1, 0, 0), class.from)
	}
	g.batch.add(members, class.id, c.person.ID, class.school, class.from, time.Time{})
}

// teach unfolds what a student learned with the class: the school enrolls a whole class by list.
func (g *generator) teach(d dice, c *career, class schoolClass) {
	if !class.enrolled {
		return
	}
	enrolled := midnight(class.from.AddDate(0, 1, 14)).Add(9 * time.Hour)
	g.learn(d, c, g.courses[0], intake{source: "list", class: class.id, due: class.from.AddDate(0, 4, 14), at: enrolled, mood: moodOf(d)})
}
