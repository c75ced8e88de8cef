package notify

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/organization"
	"taphuan/internal/postgres"
)

// unitDuty is a required course with its date, as counted for units: officers and students apart.
type unitDuty struct {
	course   uuid.UUID
	due      time.Time
	students bool
}

// unitCounts counts who still owes a course, by the unit in which they are; of a student also by the
// school class. A completion that ends soon is still one.
type unitCounts map[unitDuty]*unitCount

type unitCount struct {
	example Due               // for the course's titles
	people  map[uuid.UUID]int // by agency or school class
}

func (c unitCounts) add(found []Due) {
	for _, d := range found {
		if d.Renewal {
			continue
		}
		key := unitDuty{d.CourseID, d.DueOn, d.SchoolClassID != nil}
		if c[key] == nil {
			c[key] = &unitCount{example: d, people: map[uuid.UUID]int{}}
		}
		c[key].people[d.AgencyID]++
		if d.SchoolClassID != nil {
			c[key].people[*d.SchoolClassID]++
		}
	}
}

// rung is a step of the ladder above the learner: who is told, from how many days before the date
// (negative: after it).
type rung struct {
	role access.Role
	kind Kind
	step string
	days int
}

var ladder = []rung{
	{access.ClassTeacher, UnitDue, "teacher_d7", 7},
	{access.ClassTeacher, UnitOverdue, "teacher_overdue", -1},
	{access.FocalPoint, UnitDue, "focal_d7", 7},
	{access.FocalPoint, UnitOverdue, "focal_overdue", -1},
	{access.AgencyLeader, UnitOverdue, "leader_overdue", -3},
}

// reached reports whether the rung is due with that many days left. A rung before the date is not
// told after it.
func (r rung) reached(daysLeft int) bool {
	return daysLeft <= r.days && (r.days < 0 || daysLeft >= 0)
}

// tellUnits tells focal points and leaders how many people of their units owe a course, and class
// teachers how many students of their class. They get numbers; the names stand where they may see them.
func (s *Service) tellUnits(ctx context.Context, counts unitCounts, day time.Time) error {
	overseers, err := s.listOverseers(ctx, day)
	if err != nil {
		return err
	}
	var notices []Notice
	for duty, count := range counts {
		left := daysBetween(day, duty.due)
		for _, r := range ladder {
			if !r.reached(left) {
				continue
			}
			for _, o := range overseers[r.role] {
				if people := o.sum(count.people); people > 0 {
					notices = append(notices, o.notice(r, duty, count.example, left, people))
				}
			}
		}
	}
	return s.Tell(ctx, notices...)
}

func (s *Service) listOverseers(ctx context.Context, day time.Time) (map[access.Role][]overseer, error) {
	byRole := map[access.Role][]overseer{}
	err := s.DB.Read(ctx, postgres.System(postgres.WriteNotices), func(ctx context.Context, tx bun.Tx) error {
		for _, role := range []access.Role{access.FocalPoint, access.AgencyLeader} {
			found, err := organization.ListOverseers(ctx, tx, role, day)
			if err != nil {
				return err
			}
			for _, o := range found {
				byRole[role] = append(byRole[role], overseer{unit: o.AgencyID, Overseer: o})
			}
		}
		teachers, err := organization.ListTeachers(ctx, tx, day)
		for _, t := range teachers {
			byRole[access.ClassTeacher] = append(byRole[access.ClassTeacher], overseer{unit: t.SchoolClassID, Overseer: organization.Overseer{
				PersonID: t.PersonID, AgencyID: t.AgencyID, AgencyName: t.ClassName + ", " + t.AgencyName, Agencies: []uuid.UUID{t.SchoolClassID}}})
		}
		return err
	})
	return byRole, err
}

// overseer is who is told numbers of a unit: an agency with its subtree, or a school class.
type overseer struct {
	organization.Overseer
	unit uuid.UUID
}

func (o overseer) sum(people map[uuid.UUID]int) int {
	total := 0
	for _, agency := range o.Agencies {
		total += people[agency]
	}
	return total
}

func (o overseer) notice(r rung, duty unitDuty, example Due, daysLeft, people int) Notice {
	facts := example.facts(daysLeft)
	facts.People, facts.AgencyName, facts.Students = people, o.AgencyName, duty.students
	event := dutyEvent(duty.course, duty.due) + "/" + o.unit.String()
	if duty.students {
		event += "/students"
	}
	return Notice{PersonID: o.PersonID, Kind: r.kind, Event: event, Step: r.step, Facts: facts}
}
