package organization

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/postgres"
)

// FindRoster asks for one roster with a page of its rows; Verdict "" means all.
type FindRoster struct {
	ID            uuid.UUID
	Verdict       RosterVerdict
	Kept          bool // only rows that an undo has left
	Limit, Offset int64
}

// FindRoster returns a roster, a page of its rows by number, and how many rows there are. It needs
// roster.manage at its school; elsewhere fault.ErrNotFound. People who are known already are told of
// the reading.
func (s *Service) FindRoster(ctx context.Context, who access.Principal, q FindRoster) (Roster, []RosterRow, int, error) {
	if err := who.Require(access.ManageRoster); err != nil {
		return Roster{}, nil, 0, err
	}
	agencies := who.AgenciesFor(access.ManageRoster)
	var roster Roster
	var rows []RosterRow
	var total int64
	err := s.db.RunInTx(ctx, postgres.Agencies(agencies...), func(ctx context.Context, tx bun.Tx) error {
		err := tx.NewSelect().Model(&roster).Where("id = ? AND agency_id IN (?)", q.ID, bun.List(agencies)).Scan(ctx)
		if err != nil {
			return err
		}
		query := tx.NewSelect().Model(&rows).Where("roster_id = ? AND agency_id = ?", roster.ID, roster.AgencyID)
		if q.Verdict != "" {
			query.Where("verdict = ?", string(q.Verdict))
		}
		if q.Kept {
			query.Where("kept <> ''")
		}
		total, err = query.Order("number").Limit(q.Limit).Offset(q.Offset).ScanAndCount(ctx)
		if err != nil {
			return err
		}
		return audit.RecordReadsTx(ctx, tx, who.PersonID, roster.AgencyID, "roster", peopleOf(rows))
	})
	return roster, rows, int(total), err
}

// peopleOf returns the people whom rows of a list have been matched with.
func peopleOf(rows []RosterRow) []uuid.UUID {
	var people []uuid.UUID
	for _, row := range rows {
		if row.PersonID != nil {
			people = append(people, *row.PersonID)
		}
	}
	return people
}
