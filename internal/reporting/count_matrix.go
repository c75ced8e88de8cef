package reporting

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/organization"
	"taphuan/internal/postgres"
)

// MatrixCell is the duties of one position group in one course.
type MatrixCell struct {
	PositionGroup string
	CourseID      uuid.UUID
	CourseKey     string
	TitleVI       string
	TitleEN       string
	Required      int64 // = Done + NotDone + Overdue + Exempt + NotCounted
	Done          int64
	NotDone       int64
	Overdue       int64
	Exempt        int64
	NotCounted    int64
}

// Rate is done among the duties that count, in hundredths of a percent; nil where there are none.
func (c MatrixCell) Rate() *int64 { return rate(c.Done, c.Done+c.NotDone+c.Overdue) }

// Group is the position group as people read it.
func (c MatrixCell) Group() fault.Text { return organization.PositionGroupName(c.PositionGroup) }

// CountMatrix counts the duties of an agency's people today by position group and course, the same
// duties as CountCompletion. Agency roles may ask for their own subtree, province roles for any unit.
func (s *Service) CountMatrix(ctx context.Context, who access.Principal, agencyID uuid.UUID) ([]MatrixCell, error) {
	if err := who.RequireFigures(agencyID); err != nil {
		return nil, err
	}
	today := s.today()
	var cells []MatrixCell
	err := s.db.Read(ctx, postgres.Nobody(), func(ctx context.Context, tx bun.Tx) error {
		units, err := loadTree(ctx, tx)
		if err != nil {
			return err
		}
		agency, exists := units.At(agencyID, today)
		if !exists {
			return fault.ErrNotFound
		}
		_, agencies, branches := rowsOf(units, unitOf(units, agency, today), today)
		if err := setCountingScope(ctx, tx, who, agencies); err != nil {
			return err
		}
		return tx.NewRaw(query("duties", "matrix"), pgdialect.Array(agencies), pgdialect.Array(branches), today, nil, nil).Scan(ctx, &cells)
	})
	return cells, err
}
