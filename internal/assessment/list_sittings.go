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
	Own     bool   // the caller may change it; otherwise an agency above theirs opened it for their people too
	Started int    // attempts that were begun in it; where it is not their own, by their own people
	Running int    // of these, not handed in yet
}

// ListSittings returns a page of the sittings of the caller's agencies, of the classes that they teach, and of those that
// agencies above opened for everybody: those that open or close latest first, and how many there are. It needs
// sitting.manage.
func (s *Service) ListSittings(ctx context.Context, who access.Principal, q ListSittings) (lines []SittingLine, total int, err error) {
	if err := who.Require(access.ManageSittings); err != nil {
		return nil, 0, err
	}
	k := keptBy(who)
	err = s.db.Read(ctx, postgres.Nobody(), func(ctx context.Context, tx bun.Tx) error {
		above, err := organization.AncestorsOf(ctx, tx, k.held, organization.Day(s.now()))
		if err != nil {
			return err
		}
		var found []Sitting
		query := q.filter(tx.NewSelect().Model(&found).ColumnExpr("s.*, now() AS read_at")).
			Where("s.agency_id = ANY (?0::uuid[]) OR s.school_class_id = ANY (?1::uuid[]) OR (s.agency_id = ANY (?2::uuid[]) AND s.school_class_id IS NULL)",
				pgdialect.Array(k.agencies), pgdialect.Array(k.classes), pgdialect.Array(above))
		n, err := query.Order("opens_at DESC", "id DESC").Limit(q.Limit).Offset(q.Offset).ScanAndCount(ctx)
		if err != nil {
			return err
		}
		total, lines = int(n), make([]SittingLine, len(found))
		for i, sitting := range found {
			lines[i].Sitting, lines[i].Own = sitting, k.keeps(sitting)
		}
		if err := s.countSittings(ctx, tx, k, lines); err != nil {
			return err
		}
		return s.nameSittings(ctx, tx, lines)
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

// nameSittings adds the names of agencies and classes.
func (s *Service) nameSittings(ctx context.Context, tx bun.Tx, lines []SittingLine) error {
	var agencies, classes []uuid.UUID
	for _, l := range lines {
		agencies = append(agencies, l.AgencyID)
		if l.SchoolClassID != nil {
			classes = append(classes, *l.SchoolClassID)
		}
	}
	names, err := organization.AgencyNames(ctx, tx, agencies, organization.Day(s.now()))
	if err != nil {
		return err
	}
	called, err := organization.SchoolClassNames(ctx, tx, classes)
	for i := range lines {
		l := &lines[i]
		l.Agency = names[l.AgencyID]
		if l.SchoolClassID != nil {
			l.Class = called[*l.SchoolClassID]
		}
	}
	return err
}
