package learning

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/organization"
	"taphuan/internal/postgres"
)

// RequirementLine is the last version of a requirement, in words.
type RequirementLine struct {
	Requirement
	Who       fault.Text
	By        fault.Text
	Owner     string               // name of the agency whose requirement it is
	Agencies  map[uuid.UUID]string // names of the agencies that it speaks of
	MayChange bool
}

// ListRequirements asks for the requirements that concern an agency: its own, those of agencies above
// it and below it.
type ListRequirements struct {
	AgencyID      uuid.UUID
	Ended         bool // with those that have ended
	Binding       bool // only those that hold today and name the agency or one above it; Ended is not asked
	Limit, Offset int64
}

// ListRequirements returns a page of requirements, the newest first, and how many there are. Agency
// roles may ask for their own subtree, province roles for any agency.
func (s *Service) ListRequirements(ctx context.Context, who access.Principal, q ListRequirements) ([]RequirementLine, int, error) {
	if !who.Can(access.ReadUnitFigures) {
		if err := who.RequireAt(access.ReadReport, q.AgencyID); err != nil {
			return nil, 0, err
		}
	}
	var lines []RequirementLine
	var total int
	err := s.db.Read(ctx, postgres.Nobody(), func(ctx context.Context, tx bun.Tx) error {
		find := s.aroundAgency
		if q.Binding {
			find = s.bindingOn
		}
		rows, err := find(ctx, tx, q)
		if err != nil {
			return err
		}
		ids := make([]uuid.UUID, len(rows))
		for i, r := range rows {
			ids[i], total = r.ID, r.Total
		}
		lines, err = s.requirementLines(ctx, tx, who, ids)
		return err
	})
	return lines, total, err
}

// requirementRow is one of a page of requirements, with how many there are.
type requirementRow struct {
	ID    uuid.UUID
	Total int
}

// aroundAgency finds the last version of each requirement of an agency, of those above it and of those below.
func (s *Service) aroundAgency(ctx context.Context, tx bun.Tx, q ListRequirements) (rows []requirementRow, err error) {
	around, err := s.around(ctx, tx, q.AgencyID)
	if err != nil {
		return nil, err
	}
	err = tx.NewRaw(`SELECT id, count(*) OVER () AS total FROM (
			SELECT DISTINCT ON (series_id) id, ends_on, created_at FROM learning.requirements ORDER BY series_id, version DESC) r
		WHERE EXISTS (SELECT FROM learning.requirement_rules u WHERE u.requirement_id = r.id AND u.agency_id = ANY (?0::uuid[]))
			AND (?1 OR r.ends_on IS NULL OR r.ends_on > ?2)
		ORDER BY created_at DESC, id LIMIT ?3 OFFSET ?4`, pgdialect.Array(around), q.Ended, s.today(), q.Limit, q.Offset).Scan(ctx, &rows)
	return rows, err
}

// bindingOn finds the requirements that CountRequirements counts today.
func (s *Service) bindingOn(ctx context.Context, tx bun.Tx, q ListRequirements) (rows []requirementRow, err error) {
	above, err := organization.Ancestors(ctx, tx, q.AgencyID, s.today())
	if err != nil {
		return nil, err
	}
	err = tx.NewRaw("SELECT r.id, count(*) OVER () AS total FROM learning.requirements r WHERE "+binding+" ORDER BY r.created_at DESC, r.id LIMIT ?2 OFFSET ?3",
		pgdialect.Array(above), s.today().Format(time.DateOnly), q.Limit, q.Offset).Scan(ctx, &rows)
	return rows, err
}

// around are the agencies above and below an agency today, and itself.
func (s *Service) around(ctx context.Context, tx bun.Tx, agency uuid.UUID) ([]uuid.UUID, error) {
	above, err := organization.Ancestors(ctx, tx, agency, s.today())
	if err != nil {
		return nil, err
	}
	below, err := organization.Descendants(ctx, tx, []uuid.UUID{agency}, s.today())
	return append(above, below...), err
}

// requirementLines puts requirements into words, in the order of the ids.
func (s *Service) requirementLines(ctx context.Context, tx bun.Tx, who access.Principal, ids []uuid.UUID) ([]RequirementLine, error) {
	found, err := loadRequirements(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	var all []Requirement
	for _, id := range ids {
		all = append(all, *found[id])
	}
	names, err := s.namesFor(ctx, tx, all)
	if err != nil {
		return nil, err
	}
	lines := make([]RequirementLine, len(all))
	for i, r := range all {
		lines[i] = RequirementLine{Requirement: r, Who: names.who(r), By: r.byWords(), Owner: names.agencies[r.AgencyID], Agencies: names.agencies,
			MayChange: r.EndsOn == nil && mayRequire(who, r.agencies()...) == nil}
	}
	return lines, nil
}

// RequirementHistory is a requirement with all its versions, the last first.
type RequirementHistory struct {
	RequirementLine
	Versions []RequirementLine
}

// FindRequirement returns a requirement with its history. Who may see it: those whom ListRequirements
// shows it. fault.ErrNotFound elsewhere.
func (s *Service) FindRequirement(ctx context.Context, who access.Principal, series uuid.UUID) (RequirementHistory, error) {
	var h RequirementHistory
	if err := who.Require(access.ReadReport); err != nil {
		return h, err
	}
	err := s.db.Read(ctx, postgres.Nobody(), func(ctx context.Context, tx bun.Tx) error {
		var ids []uuid.UUID
		err := tx.NewRaw(`SELECT id FROM learning.requirements WHERE series_id = ? ORDER BY version DESC LIMIT 100`, series).Scan(ctx, &ids)
		if err != nil {
			return err
		}
		if len(ids) == 0 {
			return fault.ErrNotFound
		}
		if h.Versions, err = s.requirementLines(ctx, tx, who, ids); err != nil {
			return err
		}
		h.RequirementLine = h.Versions[0]
		return s.mayRead(ctx, tx, who, h.Requirement)
	})
	return h, err
}

// mayRead lets agency roles see what concerns their own agencies.
func (s *Service) mayRead(ctx context.Context, tx bun.Tx, who access.Principal, r Requirement) error {
	if who.Can(access.ReadUnitFigures) {
		return nil
	}
	own := map[uuid.UUID]bool{}
	for _, id := range who.AgenciesFor(access.ReadReport) {
		own[id] = true
	}
	below, err := organization.Descendants(ctx, tx, r.agencies(), s.today())
	if err != nil {
		return err
	}
	for _, id := range below {
		if own[id] {
			return nil
		}
	}
	return fault.ErrNotFound
}
