package reporting

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/fault"
	"taphuan/internal/postgres"
)

// DutyState is the one state that a duty is in.
type DutyState string

// The states of a duty that have rows of people.
const (
	NotDone    DutyState = "not_done"
	Overdue    DutyState = "overdue"
	Done       DutyState = "done"
	Exempt     DutyState = "exempt"
	NotCounted DutyState = "not_counted" // absent or joined lately; a unit without published strength has no rows
)

// ListPeople asks for one page of the duties of an agency's people that are in one state today.
type ListPeople struct {
	AgencyID      uuid.UUID
	CourseKey     string // empty: every course
	PositionGroup string // empty: every group
	State         DutyState
	Limit, Offset int64
}

// PersonDuty is one officer and one required course.
type PersonDuty struct {
	PersonID      uuid.UUID
	FullName      string
	Unit          string
	PositionGroup string
	CourseKey     string
	TitleVI       string
	TitleEN       string
	State         DutyState
	Why           string // of not_counted: absent, joined
	DueOn         time.Time
	CompletedOn   *time.Time
}

// What the people read are told, as audit.person_reads keeps it.
const (
	readList   = "completion_list"
	readExport = "completion_export"
)

// ListPeople returns a page of the people behind a completion figure, and how many duties there are.
// It needs people.read at the agency, which no province role has; every opening is recorded for the
// people read. fault.ErrForbidden, or fault.ErrNotFound for an agency out of reach.
func (s *Service) ListPeople(ctx context.Context, who access.Principal, q ListPeople) ([]PersonDuty, int, error) {
	var people []PersonDuty
	var total int
	err := s.openPeople(ctx, who, q, func(ctx context.Context, tx bun.Tx, statement string, args []any) error {
		var rows []struct {
			PersonDuty
			Total int
		}
		if err := tx.NewRaw(statement, args...).Scan(ctx, &rows); err != nil {
			return err
		}
		people, total = nil, 0
		seen := make([]uuid.UUID, 0, len(rows))
		for _, row := range rows {
			people, total = append(people, row.PersonDuty), row.Total
			seen = append(seen, row.PersonID)
		}
		return audit.RecordReadsTx(ctx, tx, who.PersonID, q.AgencyID, readList, distinct(seen))
	})
	return people, total, err
}

// openPeople checks the right and runs read with the statement of the duties under the agency's scope.
func (s *Service) openPeople(ctx context.Context, who access.Principal, q ListPeople,
	read func(ctx context.Context, tx bun.Tx, statement string, args []any) error) error {
	if err := who.RequireAt(access.ReadPeople, q.AgencyID); err != nil {
		return err
	}
	today := s.today()
	return s.db.RunInTx(ctx, postgres.Agencies(who.AgenciesFor(access.ReadPeople)...), func(ctx context.Context, tx bun.Tx) error {
		units, err := loadTree(ctx, tx)
		if err != nil {
			return err
		}
		agency, exists := units.At(q.AgencyID, today)
		if !exists {
			return fault.ErrNotFound
		}
		course, err := findCourse(ctx, tx, q.CourseKey)
		if err != nil {
			return err
		}
		_, agencies, branches := rowsOf(units, unitOf(units, agency, today), today)
		if err := setPeopleScope(ctx, tx, who, agencies, today); err != nil {
			return err
		}
		return read(ctx, tx, query("duties", "list_duties"),
			[]any{pgdialect.Array(agencies), pgdialect.Array(branches), today, course.id(), string(q.State), q.Limit, q.Offset, q.PositionGroup})
	})
}

// setPeopleScope adds the people who work in the agencies on the day, as far as the person's own scope
// shows them, so that what they completed elsewhere counts.
func setPeopleScope(ctx context.Context, tx bun.Tx, who access.Principal, agencies []uuid.UUID, day time.Time) error {
	var people []uuid.UUID
	err := tx.NewRaw(query("list_people_of_day"), pgdialect.Array(agencies), day).Scan(ctx, &people)
	if err != nil {
		return err
	}
	return postgres.SetScope(ctx, tx, postgres.Agencies(who.AgenciesFor(access.ReadPeople)...).AndPersons(people...))
}

func distinct(ids []uuid.UUID) []uuid.UUID {
	seen := map[uuid.UUID]bool{}
	var out []uuid.UUID
	for _, id := range ids {
		if !seen[id] {
			seen[id] = true
			out = append(out, id)
		}
	}
	return out
}
