package planning

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"taphuan/internal/access"
	"taphuan/internal/organization"
	"taphuan/internal/postgres"
)

// GatheringLine is a unit of a plan on a day: whether it owes reports, and who collects from it.
type GatheringLine struct {
	AgencyID          uuid.UUID  `bun:"agency_id"`
	CollectorID       *uuid.UUID `bun:"collector_id"`
	Owes              bool       `bun:"owes"`
	ReporterFrom      *time.Time `bun:"reporter_from"`
	ReporterDocument  string     `bun:"reporter_document"`
	CollectorFrom     *time.Time `bun:"collector_from"`
	CollectorDocument string     `bun:"collector_document"`
	AgencyName        string     `bun:"-"`
	CollectorName     string     `bun:"-"`
}

// ListGathering asks for one page of the lines of a plan on a day.
type ListGathering struct {
	PlanID        uuid.UUID
	Day           time.Time
	Limit, Offset int64
}

const gatheringSQL = `SELECT COALESCE(r.agency_id, g.agency_id) AS agency_id, g.collector_id, r.agency_id IS NOT NULL AS owes,
		r.valid_from AS reporter_from, COALESCE(r.document, '') AS reporter_document, g.valid_from AS collector_from, COALESCE(g.document, '') AS collector_document
	FROM (SELECT * FROM planning.reporters WHERE plan_id = ?0 AND valid_from <= ?1::date AND (valid_to IS NULL OR valid_to > ?1::date)) r
	FULL JOIN (SELECT * FROM planning.gathering_edges WHERE plan_id = ?0 AND valid_from <= ?1::date AND (valid_to IS NULL OR valid_to > ?1::date)) g
		ON g.agency_id = r.agency_id`

// ListGathering returns a page of who owes reports and who collects from whom under a plan on a day, by
// name, and how many there are. It needs report.read; no person is in it.
func (s *Service) ListGathering(ctx context.Context, who access.Principal, q ListGathering) ([]GatheringLine, int, error) {
	if err := who.Require(access.ReadReport); err != nil {
		return nil, 0, err
	}
	var lines []GatheringLine
	err := s.db.Read(ctx, postgres.Nobody(), func(ctx context.Context, tx bun.Tx) error {
		err := tx.NewRaw(gatheringSQL+" LIMIT ?2", q.PlanID, q.Day.Format(time.DateOnly), 2*maxReporters).Scan(ctx, &lines)
		if err != nil {
			return err
		}
		return nameLines(ctx, tx, lines, q.Day)
	})
	order := collate.New(language.Vietnamese)
	slices.SortFunc(lines, func(a, b GatheringLine) int {
		return cmp.Or(order.CompareString(a.AgencyName, b.AgencyName), slices.Compare(a.AgencyID[:], b.AgencyID[:]))
	})
	from := min(int(q.Offset), len(lines))
	return lines[from:min(from+int(q.Limit), len(lines))], len(lines), err
}

func nameLines(ctx context.Context, tx bun.Tx, lines []GatheringLine, day time.Time) error {
	var ids []uuid.UUID
	for _, l := range lines {
		ids = append(ids, l.AgencyID)
		if l.CollectorID != nil {
			ids = append(ids, *l.CollectorID)
		}
	}
	names, err := organization.AgencyNames(ctx, tx, ids, day)
	for i, l := range lines {
		lines[i].AgencyName = names[l.AgencyID]
		if l.CollectorID != nil {
			lines[i].CollectorName = names[*l.CollectorID]
		}
	}
	return err
}

// ListPlans returns every plan, the latest first.
func (s *Service) ListPlans(ctx context.Context) ([]Plan, error) {
	var plans []Plan
	err := s.db.Read(ctx, postgres.Nobody(), func(ctx context.Context, tx bun.Tx) error {
		return tx.NewSelect().Model(&plans).Order("valid_from DESC", "id").Limit(100).Scan(ctx)
	})
	return plans, err
}
