package assessment

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"taphuan/internal/access"
	"taphuan/internal/organization"
	"taphuan/internal/postgres"
)

// ListSittings asks for one page of the sittings that a person keeps.
type ListSittings struct {
	State         SittingState // "": any
	Limit, Offset int64
}

// SittingLine is a sitting in a list, with numbers and never persons.
type SittingLine struct {
	Sitting
	Agency  string // its name today
	Class   string // "": the whole agency and those below it
	Started int    // attempts that were begun in it
	Running int    // of these, not handed in yet
}

// ListSittings returns a page of the sittings of the caller's agencies, and of the classes that they teach: those that
// open or close latest first, and how many there are. It needs sitting.manage.
func (s *Service) ListSittings(ctx context.Context, who access.Principal, q ListSittings) (lines []SittingLine, total int, err error) {
	if err := who.Require(access.ManageSittings); err != nil {
		return nil, 0, err
	}
	classes := who.SchoolClassesFor(access.ManageSittings)
	err = s.db.Read(ctx, postgres.Nobody(), func(ctx context.Context, tx bun.Tx) error {
		var found []Sitting
		query := q.filter(tx.NewSelect().Model(&found).ColumnExpr("s.*, now() AS read_at")).
			Where("s.agency_id = ANY (?::uuid[]) OR s.school_class_id = ANY (?::uuid[])", pgdialect.Array(who.AgenciesFor(access.ManageSittings)), pgdialect.Array(classes))
		n, err := query.Order("opens_at DESC", "id DESC").Limit(q.Limit).Offset(q.Offset).ScanAndCount(ctx)
		if err != nil {
			return err
		}
		total, lines = int(n), make([]SittingLine, len(found))
		for i, sitting := range found {
			lines[i].Sitting = sitting
		}
		return s.describeSittings(ctx, tx, lines)
	})
	return lines, total, err
}

func (q ListSittings) filter(sel *bun.SelectQuery) *bun.SelectQuery {
	switch q.State {
	case SittingPlanned:
		sel = sel.Where("s.cancelled_at IS NULL AND s.opens_at > now()")
	case SittingOpen:
		sel = sel.Where("s.cancelled_at IS NULL AND s.opens_at <= now() AND s.closes_at > now()")
	case SittingOver:
		sel = sel.Where("s.cancelled_at IS NULL AND s.closes_at <= now()")
	case SittingCancelled:
		sel = sel.Where("s.cancelled_at IS NOT NULL")
	}
	return sel
}

// describeSittings adds names and numbers, which are counted under a system reason: they leave, persons do not.
func (s *Service) describeSittings(ctx context.Context, tx bun.Tx, lines []SittingLine) error {
	var ids, agencies, classes []uuid.UUID
	for _, l := range lines {
		ids, agencies = append(ids, l.ID), append(agencies, l.AgencyID)
		if l.SchoolClassID != nil {
			classes = append(classes, *l.SchoolClassID)
		}
	}
	if err := postgres.SetScope(ctx, tx, postgres.System(postgres.CountFigures)); err != nil {
		return err
	}
	counts, err := countSittings(ctx, tx, ids)
	if err != nil {
		return err
	}
	names, err := organization.AgencyNames(ctx, tx, agencies, organization.Day(s.now()))
	if err != nil {
		return err
	}
	called, err := organization.SchoolClassNames(ctx, tx, classes)
	for i := range lines {
		l := &lines[i]
		l.Agency, l.Started, l.Running = names[l.AgencyID], counts[l.ID].Started, counts[l.ID].Running
		if l.SchoolClassID != nil {
			l.Class = called[*l.SchoolClassID]
		}
	}
	return err
}

type sittingCount struct {
	SittingID        uuid.UUID
	Started, Running int
}

func countSittings(ctx context.Context, tx bun.IDB, ids []uuid.UUID) (map[uuid.UUID]sittingCount, error) {
	var rows []sittingCount
	err := tx.NewRaw(`SELECT sitting_id, count(*) AS started, count(*) FILTER (WHERE state = 'started' AND deadline_at > now()) AS running
		FROM assessment.attempts WHERE sitting_id = ANY (?::uuid[]) GROUP BY sitting_id`, pgdialect.Array(ids)).Scan(ctx, &rows)
	counts := map[uuid.UUID]sittingCount{}
	for _, row := range rows {
		counts[row.SittingID] = row
	}
	return counts, err
}
