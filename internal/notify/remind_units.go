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

// unitDuty is a required course with its date, as counted for units.
type unitDuty struct {
	course uuid.UUID
	due    time.Time
}

// unitCounts counts who still owes a course, by the unit in which they are.
type unitCounts map[unitDuty]*unitCount

type unitCount struct {
	example Due // for the course's titles
	people  map[uuid.UUID]int
}

func (c unitCounts) add(found []Due) {
	for _, d := range found {
		key := unitDuty{d.CourseID, d.DueOn}
		if c[key] == nil {
			c[key] = &unitCount{example: d, people: map[uuid.UUID]int{}}
		}
		c[key].people[d.AgencyID]++
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
	{access.FocalPoint, UnitDue, "focal_d7", 7},
	{access.FocalPoint, UnitOverdue, "focal_overdue", -1},
	{access.AgencyLeader, UnitOverdue, "leader_overdue", -3},
}

// reached reports whether the rung is due with that many days left. A rung before the date is not
// told after it.
func (r rung) reached(daysLeft int) bool {
	return daysLeft <= r.days && (r.days < 0 || daysLeft >= 0)
}

// tellUnits tells focal points and leaders how many people of their units owe a course. They get
// numbers; the names stand where they may see them.
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
					notices = append(notices, o.notice(r, count.example, left, people))
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
				byRole[role] = append(byRole[role], overseer(o))
			}
		}
		return nil
	})
	return byRole, err
}

type overseer organization.Overseer

func (o overseer) sum(people map[uuid.UUID]int) int {
	total := 0
	for _, agency := range o.Agencies {
		total += people[agency]
	}
	return total
}

func (o overseer) notice(r rung, d Due, daysLeft, people int) Notice {
	facts := d.facts(daysLeft)
	facts.People, facts.AgencyName = people, o.AgencyName
	return Notice{PersonID: o.PersonID, Kind: r.kind, Event: dutyEvent(d.CourseID, d.DueOn) + "/" + o.AgencyID.String(), Step: r.step, Facts: facts}
}
