package gathering

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/organization"
	"taphuan/internal/postgres"
)

// ListClasses asks for one page of the classes that a person's agencies host or are invited to.
type ListClasses struct {
	HostID        uuid.UUID // uuid.Nil: every host in reach
	Invited       bool      // those of other hosts that invite an agency of mine
	State         State
	Form          Form
	Year          int
	Query         string // part of name or code
	Limit, Offset int64
}

// Line is a class in a list.
type Line struct {
	Class
	Counts Counts
	Host   string
}

// ListClasses returns a page of classes, the newest first, and how many there are: numbers, never
// persons. It needs class.manage; a host out of reach is fault.ErrNotFound.
func (s *Service) ListClasses(ctx context.Context, who access.Principal, q ListClasses) ([]Line, int, error) {
	if err := who.Require(access.ManageClasses); err != nil {
		return nil, 0, err
	}
	if q.HostID != uuid.Nil {
		if err := who.RequireAt(access.ManageClasses, q.HostID); err != nil {
			return nil, 0, err
		}
	}
	var lines []Line
	var total int
	err := s.db.Read(ctx, own(who), func(ctx context.Context, tx bun.Tx) error {
		var classes []Class
		n, err := q.filter(tx.NewSelect().Model(&classes), who).
			Order("starts_on DESC", "id DESC").Limit(q.Limit).Offset(q.Offset).ScanAndCount(ctx)
		if err != nil {
			return err
		}
		total = int(n)
		lines, err = s.linesOf(ctx, tx, classes)
		return err
	})
	return lines, total, err
}

func (q ListClasses) filter(sel *bun.SelectQuery, who access.Principal) *bun.SelectQuery {
	agencies := who.AgenciesFor(access.ManageClasses)
	if len(agencies) == 0 {
		return sel.Where("false")
	}
	switch {
	case q.HostID != uuid.Nil:
		sel = sel.Where("c.host_agency_id = ?", q.HostID)
	case q.Invited:
		sel = sel.Where("c.state <> 'draft' AND c.host_agency_id NOT IN (?)", bun.List(agencies)).
			Where("c.id IN (SELECT class_id FROM gathering.invitations WHERE agency_id IN (?))", bun.List(agencies))
	default:
		sel = sel.Where("c.host_agency_id IN (?)", bun.List(agencies))
	}
	if q.State != "" {
		sel = sel.Where("c.state = ?", string(q.State))
	}
	if q.Form != "" {
		sel = sel.Where("c.form = ?", string(q.Form))
	}
	if q.Year != 0 {
		sel = sel.Where("c.year = ?", q.Year)
	}
	if q.Query != "" {
		sel = sel.Where("(c.name ILIKE ?0 OR c.code ILIKE ?0)", postgres.Containing(q.Query))
	}
	return sel
}

// linesOf adds hosts' names and numbers. Numbers are counted under a system reason: they leave, persons
// do not.
func (s *Service) linesOf(ctx context.Context, tx bun.Tx, classes []Class) ([]Line, error) {
	if err := postgres.SetScope(ctx, tx, postgres.System(postgres.CountFigures)); err != nil {
		return nil, err
	}
	counts, err := countClasses(ctx, tx, idsOf(classes))
	if err != nil {
		return nil, err
	}
	hosts, err := organization.AgencyNames(ctx, tx, hostsOf(classes), s.today())
	lines := make([]Line, len(classes))
	for i, c := range classes {
		lines[i] = Line{Class: c, Counts: counts[c.ID], Host: hosts[c.HostID]}
	}
	return lines, err
}

func idsOf(classes []Class) []uuid.UUID {
	ids := make([]uuid.UUID, len(classes))
	for i, c := range classes {
		ids[i] = c.ID
	}
	return ids
}

func hostsOf(classes []Class) []uuid.UUID {
	ids := make([]uuid.UUID, len(classes))
	for i, c := range classes {
		ids[i] = c.HostID
	}
	return ids
}
