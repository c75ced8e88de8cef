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
// people.read at the agency; every opening is shown to the people read.
func (s *Service) ListExemptions(ctx context.Context, who access.Principal, q ListExemptions) ([]ExemptionLine, int, error) {
	if err := who.RequireAt(access.ReadPeople, q.AgencyID); err != nil {
		return nil, 0, err
	}
	var lines []ExemptionLine
	var total int
	err := s.db.RunInTx(ctx, postgres.Agencies(who.AgenciesFor(access.ReadPeople)...), func(ctx context.Context, tx bun.Tx) error {
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
		lines, err = nameExemptions(ctx, tx, who, q.AgencyID, rows)
		return err
	})
	return lines, total, err
}

func nameExemptions(ctx context.Context, tx bun.Tx, who access.Principal, agency uuid.UUID, rows []Exemption) ([]ExemptionLine, error) {
	var people []uuid.UUID
	for _, e := range rows {
		people = append(people, e.PersonID, e.ProposedBy)
	}
	named, err := organization.NamePeople(ctx, tx, people)
	if err != nil {
		return nil, err
	}
	byID := map[uuid.UUID]organization.NamedPerson{}
	for _, n := range named {
		byID[n.PersonID] = n
	}
	lines, read := make([]ExemptionLine, len(rows)), make([]uuid.UUID, len(rows))
	for i, e := range rows {
		read[i] = e.PersonID
		lines[i] = ExemptionLine{Exemption: e, FullName: byID[e.PersonID].FullName, Unit: byID[e.PersonID].Unit, ProposedIn: byID[e.ProposedBy].FullName,
			MayDecide: e.State == "proposed" && e.ProposedBy != who.PersonID && e.PersonID != who.PersonID && who.RequireAt(access.ApproveExemption, e.AgencyID) == nil}
	}
	return lines, audit.RecordReadsTx(ctx, tx, who.PersonID, agency, "exemption_list", read)
}
