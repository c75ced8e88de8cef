package certificate

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/organization"
	"taphuan/internal/postgres"
)

// MostLines bounds how many lines are printed at once.
const MostLines = 20_000

// ErrTooManyLines asks for less to print.
var ErrTooManyLines = fault.New(fault.Conflict, "register.too_many",
	fault.Text{VI: "Quá 20.000 dòng trong một lần in. Hãy lọc theo năm, khóa học hoặc đơn vị.", EN: "More than 20,000 lines are too many to print at once. Filter by year, course or agency."})

// PrintRegister returns the lines of a query in the order of the book, for its print and its workbook, with years of birth.
// Rights and errors as ListRegister's, and ErrTooManyLines.
func (s *Service) PrintRegister(ctx context.Context, who access.Principal, q RegisterQuery) ([]Entry, error) {
	r, err := s.open(ctx, who, q.IssuerID)
	if err != nil {
		return nil, err
	}
	var entries []Entry
	err = s.db.RunInTx(ctx, r.scope, func(ctx context.Context, tx bun.Tx) error {
		lines, err := r.lines(ctx, tx, q, s.Today())
		if err != nil {
			return err
		}
		err = lines.ColumnExpr(entryColumns).OrderExpr("l.year, l.issuer_id, l.number").Limit(MostLines+1).Scan(ctx, &entries)
		if err != nil {
			return err
		}
		if len(entries) > MostLines {
			return ErrTooManyLines
		}
		if err := r.addBirthYears(ctx, tx, entries); err != nil {
			return err
		}
		return r.recordEntries(ctx, tx, entries, "certificate_register")
	})
	return entries, err
}

func (r reader) addBirthYears(ctx context.Context, tx bun.Tx, entries []Entry) error {
	people := make([]uuid.UUID, len(entries))
	for i, e := range entries {
		people[i] = e.PersonID
	}
	if r.kept == nil { // those who have moved away since are in the lines too
		if err := postgres.SetScope(ctx, tx, r.scope.AndPersons(people...)); err != nil {
			return err
		}
	}
	years, err := organization.BirthYears(ctx, tx, people)
	for i := range entries {
		entries[i].BirthYear = years[entries[i].PersonID]
	}
	return err
}
