package learning

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/organization"
	"taphuan/internal/postgres"
)

// ListExemptions asks for a page of exemptions of the people of an agency and its subtree.
type ListExemptions struct {
	AgencyID      uuid.UUID
	State         string // proposed, approved, refused, withdrawn; empty: every one
	Limit, Offset int64
}

// ExemptionLine is an exemption with the names that people read.
type ExemptionLine struct {
	Exemption
	FullName   string
	Unit       string
	ProposedIn string // name of who proposed, where the scope shows them
	MayDecide  bool
}

// ListExemptions returns a page of exemptions, the newest first, and how many there are. It needs
// people.read at the agency; every opening is shown to the people exempted, not to who proposed (audit.RecordReadsTx).
func (s *Service) ListExemptions(ctx context.Context, who access.Principal, q ListExemptions) ([]ExemptionLine, int, error) {
	if err := who.RequireAt(access.ReadPeople, q.AgencyID); err != nil {
		return nil, 0, err
	}
	var lines []ExemptionLine
	var total int
	scope := postgres.Agencies(who.AgenciesFor(access.ReadPeople)...)
	err := s.db.RunInTx(ctx, scope, func(ctx context.Context, tx bun.Tx) error {
		units, err := organization.Descendants(ctx, tx, []uuid.UUID{q.AgencyID}, s.today())
		if err != nil {
			return err
		}
		var rows []Exemption
		find := tx.NewSelect().Model(&rows).Where("agency_id = ANY (?::uuid[])", pgdialect.Array(units))
		if q.State != "" {
			find = find.Where("state = ?", q.State)
		}
		count, err := find.Order("proposed_at DESC", "id").Limit(q.Limit).Offset(q.Offset).ScanAndCount(ctx)
		if err != nil {
			return err
		}
		total = int(count)
		people, proposers := make([]uuid.UUID, len(rows)), make([]uuid.UUID, len(rows))
		for i, e := range rows {
			people[i], proposers[i] = e.PersonID, e.ProposedBy
		}
		named, err := describePeople(ctx, tx, scope, people, proposers...)
		if err != nil {
			return err
		}
		lines = exemptionLines(who, rows, named)
		return audit.RecordReadsTx(ctx, tx, who.PersonID, q.AgencyID, "exemption_list", people)
	})
	return lines, total, err
}

func exemptionLines(who access.Principal, rows []Exemption, named map[uuid.UUID]organization.PersonLine) []ExemptionLine {
	lines := make([]ExemptionLine, len(rows))
	for i, e := range rows {
		person := named[e.PersonID]
		lines[i] = ExemptionLine{Exemption: e, FullName: person.FullName, Unit: person.Unit, ProposedIn: named[e.ProposedBy].FullName,
			MayDecide: e.State == "proposed" && e.ProposedBy != who.PersonID && e.PersonID != who.PersonID && who.RequireAt(access.ApproveExemption, e.AgencyID) == nil}
	}
	return lines
}
