package organization

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/postgres"
)

// SchoolClassLine is one class in a school's list.
type SchoolClassLine struct {
	SchoolClass
	StudentCount int
	UnusedSlips  int // printed, not used and not yet expired
}

// maxClasses bounds a school's list: the newest school years first.
const maxClasses = 1000

// ListSchoolClasses returns the classes of a school, the newest school year first, 10A2 before
// 10A10. It needs roster.manage at the school; a class teacher sees the own class alone.
// Error: fault.ErrNotFound for an agency out of reach.
func (s *Service) ListSchoolClasses(ctx context.Context, who access.Principal, agency uuid.UUID) ([]SchoolClassLine, error) {
	own := who.SchoolClassesFor(access.PrintSlips)
	reach := who.RequireAt(access.ManageRoster, agency)
	if reach != nil && len(own) == 0 {
		return nil, reach
	}
	var lines []SchoolClassLine
	err := s.db.Read(ctx, postgres.Nobody(), func(ctx context.Context, tx bun.Tx) error {
		query := tx.NewSelect().Table("organization.school_classes").Column("id", "agency_id", "school_year", "name").Where("agency_id = ?", agency)
		if reach != nil {
			query.Where("id IN (?)", bun.List(own))
		}
		if err := query.Order("school_year DESC", "name").Limit(maxClasses).Scan(ctx, &lines); err != nil {
			return err
		}
		if reach != nil && len(lines) == 0 {
			return reach
		}
		return countMembers(ctx, tx, agency, lines, s.Today())
	})
	slices.SortStableFunc(lines, func(a, b SchoolClassLine) int {
		if a.SchoolYear != b.SchoolYear {
			return strings.Compare(b.SchoolYear, a.SchoolYear)
		}
		return compareNatural(a.Name, b.Name)
	})
	return lines, err
}

// countMembers counts the students of each class and their unused slips. The caller may see the
// classes; only numbers leave.
func countMembers(ctx context.Context, tx bun.Tx, agency uuid.UUID, lines []SchoolClassLine, today time.Time) error {
	if len(lines) == 0 {
		return nil
	}
	byClass := map[uuid.UUID]*SchoolClassLine{}
	classes := make([]uuid.UUID, len(lines))
	for i := range lines {
		classes[i] = lines[i].ID
		byClass[lines[i].ID] = &lines[i]
	}
	scope := postgres.Agencies(agency)
	if err := postgres.SetScope(ctx, tx, scope); err != nil {
		return err
	}
	var members []ClassMember
	err := tx.NewSelect().Model(&members).Column("school_class_id", "person_id").Where("agency_id = ? AND school_class_id IN (?)", agency, bun.List(classes)).
		Where("valid_from <= ?0 AND (valid_to IS NULL OR valid_to > ?0)", today).Scan(ctx)
	if err != nil {
		return err
	}
	ids := make([]uuid.UUID, len(members))
	for i, m := range members {
		ids[i] = m.PersonID
		byClass[m.SchoolClassID].StudentCount++
	}
	states, err := accountStates(ctx, tx, scope, ids)
	for _, m := range members {
		if states[m.PersonID].SlipUnused {
			byClass[m.SchoolClassID].UnusedSlips++
		}
	}
	return err
}

// compareNatural orders names with numbers in them as people do: 10A2 before 10A10.
func compareNatural(a, b string) int {
	for a != "" && b != "" {
		x, restA := leadingNumber(a)
		y, restB := leadingNumber(b)
		if x != "" && y != "" {
			x, y = strings.TrimLeft(x, "0"), strings.TrimLeft(y, "0")
			if len(x) != len(y) {
				return len(x) - len(y)
			}
			if c := strings.Compare(x, y); c != 0 {
				return c
			}
			a, b = restA, restB
			continue
		}
		if a[0] != b[0] {
			return int(a[0]) - int(b[0])
		}
		a, b = a[1:], b[1:]
	}
	return len(a) - len(b)
}

func leadingNumber(text string) (number, rest string) {
	n := 0
	for n < len(text) && text[n] >= '0' && text[n] <= '9' {
		n++
	}
	return text[:n], text[n:]
}
