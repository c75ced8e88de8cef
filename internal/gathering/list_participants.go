package gathering

import (
	"context"
	"slices"

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
	FullName string `bun:"-"`
	Code     string `bun:"-"`
	Attended int    `bun:"attended"` // sessions, on time or late
	Turn     int    `bun:"-"`        // place in the queue, from 1; 0: not waiting
}

// ListParticipants returns the people of a class by given name, those who wait after them by their turn.
// Who runs the class sees all; the focal point of an agency sees the own people; each opening is
// recorded. fault.ErrNotFound for anybody else, and for the draft of another host.
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
		if page, total, err = pageAttendees(ctx, tx, scope, class, q); err != nil {
			return err
		}
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
	agencies := namingAgencies(who)
	if len(agencies) == 0 || class.State == Draft {
		return postgres.Scope{}, fault.ErrNotFound
	}
	return postgres.Agencies(agencies...), nil
}

// pageAttendees reads one page in a scope: those who do not wait by name, then those who wait by turn.
func pageAttendees(ctx context.Context, tx bun.Tx, scope postgres.Scope, class Class, q ListParticipants) ([]Attendee, int, error) {
	if err := postgres.SetScope(ctx, tx, scope); err != nil {
		return nil, 0, err
	}
	placed, waiting, err := listPeople(ctx, tx, class.ID, q.states())
	if err != nil {
		return nil, 0, err
	}
	total := len(placed) + len(waiting)
	first := min(q.Offset, total)
	last := min(first+q.Limit, total)
	turn := waiting[max(first-len(placed), 0):max(last-len(placed), 0)]
	if err := postgres.SetScope(ctx, tx, scope.AndPersons(append(turn, placed...)...)); err != nil {
		return nil, 0, err
	}
	lines, err := organization.PagePeopleTx(ctx, tx, placed, min(last, len(placed))-first, first)
	if err != nil {
		return nil, 0, err
	}
	more, err := organization.DescribePeopleTx(ctx, tx, turn)
	if err != nil {
		return nil, 0, err
	}
	people, err := attendees(ctx, tx, class, append(lines, inOrder(more, turn)...))
	return people, total, err
}

func (q ListParticipants) states() []string {
	if q.State != "" {
		return []string{string(q.State)}
	}
	return live
}

// listPeople returns who stands in a class: their ids alone, those who wait apart in the order of the queue.
func listPeople(ctx context.Context, tx bun.IDB, class uuid.UUID, states []string) (placed, waiting []uuid.UUID, err error) {
	var rows []struct {
		PersonID uuid.UUID
		Waits    bool
	}
	err = tx.NewRaw(`SELECT person_id, state = 'waiting' AS waits FROM gathering.participants WHERE class_id = ? AND state IN (?) ORDER BY queue`,
		class, bun.List(states)).Scan(ctx, &rows)
	for _, r := range rows {
		if r.Waits {
			waiting = append(waiting, r.PersonID)
		} else {
			placed = append(placed, r.PersonID)
		}
	}
	return placed, waiting, err
}

func inOrder(lines []organization.PersonLine, people []uuid.UUID) []organization.PersonLine {
	slices.SortFunc(lines, func(a, b organization.PersonLine) int {
		return slices.Index(people, a.PersonID) - slices.Index(people, b.PersonID)
	})
	return lines
}

// listConfirmed returns everybody who has a place, by given name: no more than the class has seats. The
// scope is widened to exactly the people who were read under it.
func listConfirmed(ctx context.Context, tx bun.Tx, scope postgres.Scope, class Class) ([]Attendee, error) {
	people, _, err := pageAttendees(ctx, tx, scope, class, ListParticipants{State: Confirmed, Limit: MaxSeats})
	return people, err
}

// attendees joins the people of a page with what the class knows of them, in the order given.
func attendees(ctx context.Context, tx bun.Tx, class Class, lines []organization.PersonLine) ([]Attendee, error) {
	if len(lines) == 0 {
		return nil, nil
	}
	ids := make([]uuid.UUID, len(lines))
	for i, line := range lines {
		ids[i] = line.PersonID
	}
	var rows []Attendee
	err := tx.NewRaw(`SELECT p.*, (SELECT count(*) FROM gathering.attendances a
			WHERE a.class_id = ?0 AND a.participant_id = p.id AND a.state IN ('present', 'late')) AS attended
		FROM gathering.participants p WHERE p.class_id = ?0 AND p.person_id IN (?1)`, class.ID, bun.List(ids)).Scan(ctx, &rows)
	if err != nil {
		return nil, err
	}
	turns, err := turnsOf(ctx, tx, class.ID, ids)
	if err != nil {
		return nil, err
	}
	known := map[uuid.UUID]Attendee{}
	for _, one := range rows {
		known[one.PersonID] = one
	}
	people := make([]Attendee, len(lines))
	for i, line := range lines {
		one := known[line.PersonID]
		one.FullName, one.Code, one.Turn = line.FullName, line.Code, turns[line.PersonID]
		people[i] = one
	}
	return people, nil
}

// turnsOf returns the places in the queue of those who wait, from 1, counted over everybody who waits.
// Whoever asks may not see the others: it runs under a system reason, numbers alone leave, and nothing
// is read after it in this scope.
func turnsOf(ctx context.Context, tx bun.Tx, class uuid.UUID, people []uuid.UUID) (map[uuid.UUID]int, error) {
	if err := postgres.SetScope(ctx, tx, postgres.System(postgres.CountFigures)); err != nil {
		return nil, err
	}
	var rows []struct {
		PersonID uuid.UUID
		Turn     int
	}
	err := tx.NewRaw(`SELECT person_id, turn FROM (SELECT person_id, row_number() OVER (ORDER BY queue) AS turn
		FROM gathering.participants WHERE class_id = ? AND state = 'waiting') q WHERE person_id IN (?)`, class, bun.List(people)).Scan(ctx, &rows)
	turns := map[uuid.UUID]int{}
	for _, r := range rows {
		turns[r.PersonID] = r.Turn
	}
	return turns, err
}

func recordRead(ctx context.Context, tx bun.IDB, who access.Principal, class Class, read []Attendee) error {
	ids := make([]uuid.UUID, len(read))
	for i, one := range read {
		ids[i] = one.PersonID
	}
	return audit.RecordReadsTx(ctx, tx, who.PersonID, class.HostID, "training_class", ids)
}
