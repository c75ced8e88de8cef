package planning

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/organization"
	"taphuan/internal/postgres"
)

// ClosedPeriods lists the periods that hold a day or come after it and whose last valid day has passed:
// their figures are sealed.
func ClosedPeriods(ctx context.Context, tx bun.IDB, day, today time.Time) ([]organization.ClosedPeriod, error) {
	var periods []Period
	err := tx.NewSelect().Model(&periods).Where("to_on >= ? AND due_on < ?", day, today).Order("to_on", "from_on", "id").Limit(maxPeriods).Scan(ctx)
	if err == nil {
		err = addPlans(ctx, tx, periods)
	}
	var closed []organization.ClosedPeriod
	for _, p := range periods {
		if organization.Day(p.Deadline()).Before(today) {
			closed = append(closed, organization.ClosedPeriod{ID: p.ID, Label: p.Label()})
		}
	}
	return closed, err
}

// RestateTx keeps a line beside the sealed figures of a period, which stay as they are.
func RestateTx(ctx context.Context, tx bun.IDB, r organization.Restatement) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO planning.restatements (id, period_id, event_id, act, legal_document, reason, actor_id) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		audit.NewID(), r.PeriodID, r.EventID, r.Act, r.Document, r.Reason, r.ActorID)
	return err
}

// RestatementLine (dòng điều chỉnh) is a change of the tree that reaches into a closed period.
type RestatementLine struct {
	bun.BaseModel `bun:"table:planning.restatements,alias:r"`
	ID            uuid.UUID `bun:"id"`
	EventID       uuid.UUID `bun:"event_id"`
	Act           string    `bun:"act"` // apply, reverse
	LegalDocument string    `bun:"legal_document"`
	Reason        string    `bun:"reason"`
	CreatedAt     time.Time `bun:"created_at"`
}

// ListRestatements returns a page of the restatement lines of a period, the latest first, and how many
// there are. It needs report.read; the lines name no person.
func (s *Service) ListRestatements(ctx context.Context, who access.Principal, periodID uuid.UUID, limit, offset int64) ([]RestatementLine, int, error) {
	if err := who.Require(access.ReadReport); err != nil {
		return nil, 0, err
	}
	var lines []RestatementLine
	total := 0
	err := s.db.Read(ctx, postgres.Nobody(), func(ctx context.Context, tx bun.Tx) error {
		n, err := tx.NewSelect().Model(&lines).Where("period_id = ?", periodID).Order("created_at DESC", "id").Limit(limit).Offset(offset).ScanAndCount(ctx)
		total = int(n)
		return err
	})
	return lines, total, err
}

// FollowAgencies counts the lines of the list of reporters that an event touches. It changes none:
// nobody is obliged or released by succession alone (domain: 0.4).
func FollowAgencies() organization.Follower {
	return counting("reporters", `SELECT count(*) FROM planning.reporters WHERE agency_id = ANY (?0::uuid[]) AND (valid_to IS NULL OR valid_to > ?1::date)`)
}

// FollowGathering counts the lines of the gathering trees that name an ending agency; they are changed
// by their own document.
func FollowGathering() organization.Follower {
	return counting("gathering", `SELECT count(*) FROM planning.gathering_edges WHERE (agency_id = ANY (?0::uuid[]) OR collector_id = ANY (?0::uuid[])) AND (valid_to IS NULL OR valid_to > ?1::date)`)
}

func counting(name, query string) organization.Follower {
	return organization.Follower{Name: name, Count: func(ctx context.Context, tx bun.Tx, s organization.Succession) (int, error) {
		n := 0
		err := tx.NewRaw(query, pgdialect.Array(s.Ended), s.OccurredOn.Format(time.DateOnly)).Scan(ctx, &n)
		return n, err
	}}
}
