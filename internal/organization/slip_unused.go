package organization

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/fault"
	"taphuan/internal/postgres"
)

// UnusedSlip is a slip that was printed, not used and has not expired.
type UnusedSlip struct {
	PersonID  uuid.UUID
	FullName  string
	Code      string
	Group     string // class or unit
	Username  string
	PrintedAt time.Time
	ExpiresAt time.Time
}

// ListUnusedSlips asks for a page of the unused slips of an agency and everything below it.
type ListUnusedSlips struct {
	AgencyID      uuid.UUID
	Limit, Offset int
}

// ListUnusedSlips returns a page of unused slips by class or unit, then name, and how many there
// are. It needs slip.print at the agency (fault.ErrNotFound elsewhere); the opening is shown to the
// people on the page.
func (s *Service) ListUnusedSlips(ctx context.Context, who access.Principal, q ListUnusedSlips) ([]UnusedSlip, int, error) {
	if err := who.RequireAt(access.PrintSlips, q.AgencyID); err != nil {
		return nil, 0, err
	}
	var page []UnusedSlip
	var total int
	scope := postgres.Agencies(who.AgenciesFor(access.PrintSlips)...)
	err := s.db.RunInTx(ctx, scope, func(ctx context.Context, tx bun.Tx) error {
		slips, err := s.unusedSlips(ctx, tx, scope, q.AgencyID)
		if err != nil {
			return err
		}
		total = len(slips)
		from := min(q.Offset, total)
		page = slips[from:min(from+q.Limit, total)]
		ids := make([]uuid.UUID, len(page))
		for i, slip := range page {
			ids[i] = slip.PersonID
		}
		return audit.RecordReadsTx(ctx, tx, who.PersonID, q.AgencyID, "slip_list", ids)
	})
	return page, total, err
}

// unusedSlips returns every unused slip of a subtree.
func (s *Service) unusedSlips(ctx context.Context, tx bun.Tx, scope postgres.Scope, agency uuid.UUID) ([]UnusedSlip, error) {
	var people []uuid.UUID
	err := tx.NewRaw(`SELECT p.id FROM organization.persons p WHERE p.agency_id IN (SELECT descendant_id FROM organization.agency_closure
		WHERE ancestor_id = ?0 AND valid_from <= ?1 AND (valid_to IS NULL OR valid_to > ?1))`, agency, s.Today()).Scan(ctx, &people)
	if err != nil {
		return nil, err
	}
	var slips []UnusedSlip
	byPerson := map[uuid.UUID]int{}
	err = eachAccountBatch(ctx, tx, scope, people, func(ctx context.Context, part []uuid.UUID) error {
		var some []UnusedSlip
		err := tx.NewRaw(`SELECT person_id, username, printed_at, expires_at FROM organization.slip_states WHERE unused AND person_id IN (?)`, bun.List(part)).Scan(ctx, &some)
		for _, slip := range some {
			byPerson[slip.PersonID] = len(slips)
			slips = append(slips, slip)
		}
		return err
	})
	if err != nil || len(slips) == 0 {
		return slips, err
	}
	ids := make([]uuid.UUID, len(slips))
	for i, slip := range slips {
		ids[i] = slip.PersonID
	}
	var targets []slipTarget
	if err := tx.NewRaw(selectSlipTargets, agency, s.Today(), bun.List(ids), bun.List([]uuid.UUID{}), true).Scan(ctx, &targets); err != nil {
		return nil, err
	}
	slices.SortStableFunc(targets, func(a, b slipTarget) int { return compareNatural(a.group(), b.group()) })
	ordered := make([]UnusedSlip, 0, len(targets))
	for _, t := range targets {
		slip := slips[byPerson[t.ID]]
		slip.FullName, slip.Group = t.FullName, strings.TrimPrefix(t.group(), "Lớp ")
		if t.Code != nil {
			slip.Code = *t.Code
		}
		ordered = append(ordered, slip)
	}
	return ordered, nil
}

var unusedHeads = []fault.Text{{VI: "Lớp/Đơn vị", EN: "Class/Unit"}, {VI: "Họ và tên", EN: "Full name"}, {VI: "Mã", EN: "Code"},
	{VI: "Tên đăng nhập", EN: "Username"}, {VI: "In lúc", EN: "Printed"}, {VI: "Hết hạn", EN: "Expires"}}

// UnusedSlipFile returns the unused slips of an agency as an .xlsx file, without their passwords:
// nobody has those. It needs slip.print at the agency; the export is recorded and shown to the
// people.
func (s *Service) UnusedSlipFile(ctx context.Context, who access.Principal, agency uuid.UUID, locale string) ([]byte, error) {
	slips, _, err := s.ListUnusedSlips(ctx, who, ListUnusedSlips{AgencyID: agency, Limit: MaxRosterRows})
	if err != nil {
		return nil, err
	}
	return writeSheet([]float64{34, 30, 16, 20, 18, 18}, func(set func(int, []any) error) error {
		heads := make([]any, len(unusedHeads))
		for i, h := range unusedHeads {
			heads[i] = h.In(locale)
		}
		if err := set(1, heads); err != nil {
			return err
		}
		for i, slip := range slips {
			cells := []any{plainCell(slip.Group), plainCell(slip.FullName), plainCell(slip.Code), plainCell(slip.Username),
				slip.PrintedAt.In(HoChiMinh).Format("02/01/2006 15:04"), slip.ExpiresAt.In(HoChiMinh).Format("02/01/2006 15:04")}
			if err := set(i+2, cells); err != nil {
				return err
			}
		}
		return nil
	})
}
