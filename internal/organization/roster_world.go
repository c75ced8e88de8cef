package organization

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/postgres"
)

// rosterWorld is what a list is judged by: who is known where it may place people.
type rosterWorld struct {
	roster   Roster
	today    time.Time
	scope    postgres.Scope
	agencies []uuid.UUID // in which the list may place people
	students []knownStudent
	officers []knownOfficer
	units    *unitIndex
	titles   map[string]string
	closed   []ClosedPeriod // of a list of officers: sealed periods
}

// openWorld reads what a roster is judged by and leaves the scope of the roster behind. Errors:
// ErrNotASchool, ErrNoRosterAgency, ErrStrengthHidden.
func (s *Service) openWorld(ctx context.Context, tx bun.Tx, roster Roster) (*rosterWorld, error) {
	w, err := s.openScope(ctx, tx, roster)
	if err != nil {
		return nil, err
	}
	if roster.Kind == StudentRoster {
		w.students, err = listKnown(ctx, tx, roster.AgencyID, nil)
		return w, err
	}
	if w.titles, err = listTitles(ctx, tx, roster.AgencyID); err != nil {
		return nil, err
	}
	w.officers, err = listOfficers(ctx, tx, w.agencies, nil)
	return w, err
}

// openScope sets the scope of the agencies in which a roster may place people.
func (s *Service) openScope(ctx context.Context, tx bun.Tx, roster Roster) (*rosterWorld, error) {
	w := &rosterWorld{roster: roster, today: s.Today(), agencies: []uuid.UUID{roster.AgencyID}}
	if roster.Kind == StudentRoster {
		if err := s.requireSchool(ctx, tx, roster.AgencyID); err != nil {
			return nil, err
		}
	} else {
		var err error
		if w.units, err = listUnits(ctx, tx, roster.AgencyID, w.today); err != nil {
			return nil, err
		}
		if !w.units.root.PublishesStrength {
			return nil, ErrStrengthHidden
		}
		w.agencies = w.units.ids
		if w.closed, err = s.closedPeriods(ctx, tx); err != nil {
			return nil, err
		}
	}
	w.scope = postgres.Agencies(w.agencies...)
	return w, postgres.SetScope(ctx, tx, w.scope)
}

// judge returns the rows with their verdicts, as rows of the roster.
func (w *rosterWorld) judge(ctx context.Context, tx bun.Tx, read []RosterRow) ([]RosterRow, error) {
	rows := append([]RosterRow{}, read...)
	decide := w.decider()
	for i := range rows {
		rows[i].RosterID, rows[i].AgencyID = w.roster.ID, w.roster.AgencyID
		decide(&rows[i])
	}
	if w.roster.Kind == StudentRoster {
		return rows, nil
	}
	return rows, w.findElsewhere(ctx, tx, rows)
}

func (w *rosterWorld) decider() func(*RosterRow) {
	if w.roster.Kind == StudentRoster {
		return newJudge(w.roster.SchoolYear, w.students).decide
	}
	return newOfficerJudge(w).decide
}

// findElsewhere refuses new rows whose code and name another agency has entered, and warns where a
// name and a year of birth are known there. Where they are is not told.
func (w *rosterWorld) findElsewhere(ctx context.Context, tx bun.Tx, rows []RosterRow) error {
	var codes, names []string
	var years []int
	for _, row := range rows {
		if row.Verdict != RowNew {
			continue
		}
		if row.Code != "" {
			codes = append(codes, row.Code)
		}
		if row.BirthYear != nil {
			names, years = append(names, row.FullName), append(years, *row.BirthYear)
		}
	}
	if len(codes)+len(names) == 0 {
		return nil
	}
	if err := postgres.SetScope(ctx, tx, postgres.System(postgres.FindDuplicates)); err != nil {
		return err
	}
	coded, born, err := listElsewhere(ctx, tx, w.agencies, codes, names, years)
	if err != nil {
		return err
	}
	for i := range rows {
		row := &rows[i]
		switch {
		case row.Verdict != RowNew:
		case row.Code != "" && coded[row.Code][nameKey(row.FullName)]:
			row.refuse(RosterMessage{Code: "elsewhere"})
		case row.BirthYear != nil && born[nameAndYear{row.FullName, *row.BirthYear}]:
			row.note(RosterMessage{Code: "elsewhere.maybe"})
		}
	}
	return postgres.SetScope(ctx, tx, w.scope)
}

type nameAndYear struct {
	FullName  string
	BirthYear int
}

// listElsewhere returns the names of officers of other agencies by their codes, and which names and
// years of birth are known there.
func listElsewhere(ctx context.Context, tx bun.Tx, own []uuid.UUID, codes, names []string, years []int) (map[string]map[string]bool, map[nameAndYear]bool, error) {
	coded, born := map[string]map[string]bool{}, map[nameAndYear]bool{}
	for from := 0; from < len(codes); from += lookupBatch {
		var found []struct{ Code, FullName string }
		err := tx.NewRaw(`SELECT code, full_name FROM organization.persons WHERE kind = 'officer' AND code = ANY (ARRAY[?]::text[]) AND agency_id NOT IN (?)`,
			bun.List(codes[from:min(from+lookupBatch, len(codes))]), bun.List(own)).Scan(ctx, &found)
		if err != nil {
			return nil, nil, err
		}
		for _, f := range found {
			if coded[f.Code] == nil {
				coded[f.Code] = map[string]bool{}
			}
			coded[f.Code][nameKey(f.FullName)] = true
		}
	}
	for from := 0; from < len(names); from += lookupBatch {
		to := min(from+lookupBatch, len(names))
		var found []nameAndYear
		err := tx.NewRaw(`SELECT DISTINCT p.full_name, p.birth_year FROM unnest(ARRAY[?]::text[], ARRAY[?]::smallint[]) AS n(full_name, birth_year)
			JOIN organization.persons p ON p.birth_year = n.birth_year AND p.full_name = n.full_name
			WHERE p.kind = 'officer' AND p.agency_id NOT IN (?)`, bun.List(names[from:to]), bun.List(years[from:to]), bun.List(own)).Scan(ctx, &found)
		if err != nil {
			return nil, nil, err
		}
		for _, f := range found {
			born[f] = true
		}
	}
	return coded, born, nil
}

// lookupBatch is how many rows one question names.
const lookupBatch = 5000
