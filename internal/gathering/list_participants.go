package gathering

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/fault"
	"taphuan/internal/organization"
	"taphuan/internal/postgres"
)

// ListParticipants asks for one page of the people of a class.
type ListParticipants struct {
	ClassID       uuid.UUID
	State         ParticipantState // "": all who have a place or want one
	Limit, Offset int
}

// Attendee is a participant with name and attendance.
type Attendee struct {
	Participant
	FullName string
	Code     string
	Attended int // sessions, on time or late
	Waiting  int // place in the queue, from 1; 0: not waiting
}

// ListParticipants returns the people of a class by given name, those who wait by their turn. Who runs
// the class sees all; the focal point of an agency sees the own people; each opening is recorded.
// fault.ErrNotFound for anybody else.
func (s *Service) ListParticipants(ctx context.Context, who access.Principal, q ListParticipants) ([]Attendee, int, error) {
	var page []Attendee
	var total int
	err := s.db.RunInTx(ctx, own(who), func(ctx context.Context, tx bun.Tx) error {
		class, err := findClass(ctx, tx, q.ClassID)
		if err != nil {
			return err
		}
		scope, err := s.peopleScope(ctx, tx, who, class)
		if err != nil {
			return err
		}
		all, err := attendeesOf(ctx, tx, scope, class, q.State)
		if err != nil {
			return err
		}
		total = len(all)
		page = all[min(q.Offset, total):min(q.Offset+q.Limit, total)]
		return recordRead(ctx, tx, who, class, page)
	})
	return page, total, err
}

// peopleScope is what a person may see of a class's people: all for those who run it, the own for an
// agency's focal point. fault.ErrNotFound for others.
func (s *Service) peopleScope(ctx context.Context, tx bun.IDB, who access.Principal, class Class) (postgres.Scope, error) {
	if s.mayRun(ctx, tx, who, class) == nil {
		return runScope(who, class), nil
	}
	if who.Can(access.ManageClasses) && who.Can(access.ReadPeople) {
		return postgres.Agencies(who.AgenciesFor(access.ReadPeople)...), nil
	}
	return postgres.Scope{}, fault.ErrNotFound
}

// attendeesOf reads the participants in a scope, then their names: the scope is widened to exactly the
// people who were read under it.
func attendeesOf(ctx context.Context, tx bun.Tx, scope postgres.Scope, class Class, state ParticipantState) ([]Attendee, error) {
	if err := postgres.SetScope(ctx, tx, scope); err != nil {
		return nil, err
	}
	states := live
	if state != "" {
		states = []string{string(state)}
	}
	var people []Participant
	err := tx.NewSelect().Model(&people).Where("class_id = ? AND state IN (?)", class.ID, bun.List(states)).Order("queue").Limit(5000).Scan(ctx)
	if err != nil || len(people) == 0 {
		return nil, err
	}
	attended, err := countAttended(ctx, tx, class.ID)
	if err != nil {
		return nil, err
	}
	ids := make([]uuid.UUID, len(people))
	for i, p := range people {
		ids[i] = p.PersonID
	}
	if err := postgres.SetScope(ctx, tx, scope.AndPersons(ids...)); err != nil {
		return nil, err
	}
	lines, err := organization.DescribePeopleTx(ctx, tx, ids)
	return named(people, lines, attended), err
}

// named joins participants with names, in the order of the names, those who wait after them by turn.
func named(people []Participant, lines []organization.PersonLine, attended map[uuid.UUID]int) []Attendee {
	byPerson := map[uuid.UUID]Participant{}
	turn := map[uuid.UUID]int{}
	for _, p := range people {
		byPerson[p.PersonID] = p
		if p.State == Waiting {
			turn[p.PersonID] = len(turn) + 1
		}
	}
	waiting := make([]Attendee, len(turn))
	var all []Attendee
	for _, line := range lines {
		p := byPerson[line.PersonID]
		one := Attendee{Participant: p, FullName: line.FullName, Code: line.Code, Attended: attended[p.ID], Waiting: turn[p.PersonID]}
		if one.Waiting > 0 {
			waiting[one.Waiting-1] = one
			continue
		}
		all = append(all, one)
	}
	return append(all, waiting...)
}

// countAttended counts the sessions that each participant attended, on time or late.
func countAttended(ctx context.Context, tx bun.IDB, class uuid.UUID) (map[uuid.UUID]int, error) {
	var rows []struct {
		ParticipantID uuid.UUID
		N             int
	}
	err := tx.NewRaw(`SELECT participant_id, count(*) AS n FROM gathering.attendances
		WHERE class_id = ? AND state IN ('present', 'late') GROUP BY 1`, class).Scan(ctx, &rows)
	counted := map[uuid.UUID]int{}
	for _, r := range rows {
		counted[r.ParticipantID] = r.N
	}
	return counted, err
}

func recordRead(ctx context.Context, tx bun.IDB, who access.Principal, class Class, read []Attendee) error {
	ids := make([]uuid.UUID, len(read))
	for i, one := range read {
		ids[i] = one.PersonID
	}
	return audit.RecordReadsTx(ctx, tx, who.PersonID, class.HostID, "training_class", ids)
}
