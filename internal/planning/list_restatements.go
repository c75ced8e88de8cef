package planning

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/organization"
	"taphuan/internal/postgres"
)

// RestatementLine (dòng điều chỉnh) is a change of the tree or of postings that reaches into a closed period.
type RestatementLine struct {
	bun.BaseModel `bun:"table:planning.restatements,alias:r"`
	ID            uuid.UUID  `bun:"id"`
	PeriodID      uuid.UUID  `bun:"period_id"`
	EventID       *uuid.UUID `bun:"event_id"`        // nil: postings
	AgencyID      *uuid.UUID `bun:"agency_id"`       // of the postings
	RosterID      *uuid.UUID `bun:"roster_id"`       // of a list
	People        int        `bun:"people,nullzero"` // of a list: for how many
	Act           string     `bun:"act"`             // apply, reverse, or of postings: as the act stands in the audit log
	LegalDocument string     `bun:"legal_document"`
	Reason        string     `bun:"reason"`
	ActorID       uuid.UUID  `bun:"actor_id"`
	CreatedAt     time.Time  `bun:"created_at"`

	Period   fault.Text                 `bun:"-"`
	Event    *organization.PastEvent    `bun:"-"` // nil: postings
	Agencies []organization.NamedAgency `bun:"-"` // sources first, then targets
}

// ListRestatements asks for a page of restatement lines, of one period or (uuid.Nil) of all.
type ListRestatements struct {
	PeriodID      uuid.UUID
	Limit, Offset int64
}

// ListRestatements returns a page of restatement lines, the latest first, with the period and the event that
// each is about, and how many there are. It needs report.read; the lines name no person.
func (s *Service) ListRestatements(ctx context.Context, who access.Principal, q ListRestatements) ([]RestatementLine, int, error) {
	if err := who.Require(access.ReadReport); err != nil {
		return nil, 0, err
	}
	var lines []RestatementLine
	total := 0
	err := s.db.Read(ctx, postgres.Nobody(), func(ctx context.Context, tx bun.Tx) error {
		query := tx.NewSelect().Model(&lines).Order("created_at DESC", "id").Limit(q.Limit).Offset(q.Offset)
		if q.PeriodID != uuid.Nil {
			query = query.Where("period_id = ?", q.PeriodID)
		}
		n, err := query.ScanAndCount(ctx)
		if total = int(n); err != nil {
			return err
		}
		return s.describeRestatements(ctx, tx, lines)
	})
	return lines, total, err
}

// describeRestatements adds what the lines are about.
func (s *Service) describeRestatements(ctx context.Context, tx bun.IDB, lines []RestatementLine) error {
	var periodIDs, eventIDs, agencyIDs []uuid.UUID
	for _, l := range lines {
		periodIDs = append(periodIDs, l.PeriodID)
		if l.EventID != nil {
			eventIDs = append(eventIDs, *l.EventID)
		} else {
			agencyIDs = append(agencyIDs, *l.AgencyID)
		}
	}
	var periods []Period
	if err := tx.NewSelect().Model(&periods).Where("id IN (?)", bun.List(append(periodIDs, uuid.Nil))).Scan(ctx); err != nil {
		return err
	}
	labels := map[uuid.UUID]fault.Text{}
	for _, p := range periods {
		labels[p.ID] = p.Label()
	}
	past, err := organization.ListPastEvents(ctx, tx, eventIDs)
	if err != nil {
		return err
	}
	events := map[uuid.UUID]*organization.PastEvent{}
	for i := range past {
		events[past[i].ID] = &past[i]
	}
	names, err := organization.AgencyNames(ctx, tx, agencyIDs, organization.Day(s.now()))
	for i, l := range lines {
		lines[i].Period = labels[l.PeriodID]
		if l.EventID != nil {
			lines[i].Event = events[*l.EventID]
			lines[i].Agencies = lines[i].Event.Agencies()
		} else {
			lines[i].Agencies = []organization.NamedAgency{{ID: *l.AgencyID, Name: names[*l.AgencyID]}}
		}
	}
	return err
}
