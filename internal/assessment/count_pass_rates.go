package assessment

import (
	"cmp"
	"context"
	"slices"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"taphuan/internal/access"
	"taphuan/internal/organization"
	"taphuan/internal/postgres"
)

// fewestOfAgency is from how many people on an agency's pass rate is told.
const fewestOfAgency = 5

// PassRate (tỷ lệ đạt) is how many people of an agency passed a test at the first attempt of their enrollment. The agency is that of the
// moment of the attempt.
type PassRate struct {
	AgencyID uuid.UUID
	Name     string
	People   int
	Passed   int
}

// PassRates is a page of the agencies that the caller may see, the lowest rate first.
type PassRates struct {
	Rates  []PassRate
	Total  int // agencies that can be told
	Hidden int // agencies with too few people to be told
}

// CountPassRates counts the first attempts at a test by agency: of every agency for province roles, of the own subtrees
// for agency roles (access.ReadReport, and then the right on figures). Agencies with fewer than five people are hidden;
// where all hidden ones together have fewer than five, the smallest of the others is hidden too, so that no total gives
// them away. Errors as readAnswers'.
func (s *Service) CountPassRates(ctx context.Context, who access.Principal, q CountAnswers, limit, offset int64) (PassRates, error) {
	var found PassRates
	if err := who.Require(access.ReadReport); err != nil {
		return found, err
	}
	err := s.db.Read(ctx, scopeOfFigures(who), func(ctx context.Context, tx bun.Tx) error {
		_, edition, err := q.findEdition(ctx, tx)
		if err != nil {
			return err
		}
		rates, err := listPassRates(ctx, tx, who, edition)
		if err != nil {
			return err
		}
		shown := hideAgencies(rates)
		found.Total, found.Hidden = len(shown), len(rates)-len(shown)
		found.Rates = pageOf(shown, limit, offset)
		return s.nameAgencies(ctx, tx, found.Rates)
	})
	return found, err
}

// scopeOfFigures is every row for province roles, out of which only totals leave, and the rows of the own agencies for others.
func scopeOfFigures(who access.Principal) postgres.Scope {
	if who.Can(access.ReadUnitFigures) {
		return postgres.System(postgres.CountFigures)
	}
	return postgres.Agencies(who.AgenciesFor(access.ReadAgencyFigure)...)
}

// listPassRates returns the agencies that the caller may see, the lowest rate first.
func listPassRates(ctx context.Context, tx bun.IDB, who access.Principal, e Edition) ([]PassRate, error) {
	var rates []PassRate
	err := tx.NewRaw(`SELECT agency_id, count(*) AS people, count(*) FILTER (WHERE passed) AS passed FROM assessment.attempts
		WHERE test_id = ANY (?::uuid[]) AND state = 'graded' AND number = 1 AND (? OR agency_id = ANY (?::uuid[])) GROUP BY agency_id`,
		pgdialect.Array(e.tests), who.Can(access.ReadUnitFigures), pgdialect.Array(who.AgenciesFor(access.ReadAgencyFigure))).Scan(ctx, &rates)
	slices.SortFunc(rates, func(a, b PassRate) int {
		return cmp.Or(cmp.Compare(a.Passed*b.People, b.Passed*a.People), slices.Compare(a.AgencyID[:], b.AgencyID[:]))
	})
	return rates, err
}

// hideAgencies leaves out the agencies with too few people, and one more when these few are too few together.
func hideAgencies(rates []PassRate) []PassRate {
	few := 0
	shown := slices.DeleteFunc(slices.Clone(rates), func(r PassRate) bool {
		if r.People < fewestOfAgency {
			few += r.People
		}
		return r.People < fewestOfAgency
	})
	if few == 0 || few >= fewestOfAgency || len(shown) == 0 {
		return shown
	}
	smallest := slices.MinFunc(shown, func(a, b PassRate) int { return cmp.Compare(a.People, b.People) })
	return slices.DeleteFunc(shown, func(r PassRate) bool { return r.AgencyID == smallest.AgencyID })
}

func (s *Service) nameAgencies(ctx context.Context, tx bun.IDB, rates []PassRate) error {
	ids := make([]uuid.UUID, len(rates))
	for i, r := range rates {
		ids[i] = r.AgencyID
	}
	names, err := organization.AgencyNames(ctx, tx, ids, s.now())
	for i := range rates {
		rates[i].Name = names[rates[i].AgencyID]
	}
	return err
}
