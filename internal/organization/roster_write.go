package organization

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/audit"
	"taphuan/internal/postgres"
)

// rosterWriter writes the judged rows of one roster. No step asks once per row.
type rosterWriter struct {
	service *Service
	tx      bun.Tx
	roster  Roster
	known   []knownStudent
	rows    []RosterRow
	today   time.Time
}

func (w *rosterWriter) write(ctx context.Context) error {
	classes, err := w.ensureClasses(ctx)
	if err != nil {
		return err
	}
	fresh, err := w.newPersons()
	if err != nil {
		return err
	}
	if err := insertMany(ctx, w.tx, fresh); err != nil {
		return err
	}
	if err := w.completePersons(ctx); err != nil {
		return err
	}
	if err := w.index(ctx, fresh); err != nil {
		return err
	}
	if err := w.place(ctx, classes); err != nil {
		return err
	}
	return w.service.ensureAccounts(ctx, w.tx, postgres.Agencies(w.roster.AgencyID), fresh)
}

// ensureClasses creates the classes that the roster names and the school year lacks, and returns
// the ids of all by their key.
func (w *rosterWriter) ensureClasses(ctx context.Context) (map[string]uuid.UUID, error) {
	var existing []SchoolClass
	err := w.tx.NewSelect().Model(&existing).Where("agency_id = ? AND school_year = ?", w.roster.AgencyID, w.roster.SchoolYear).Scan(ctx)
	if err != nil {
		return nil, err
	}
	ids := map[string]uuid.UUID{}
	for _, c := range existing {
		ids[classKey(c.Name)] = c.ID
	}
	var missing []SchoolClass
	for _, row := range w.rows {
		key := classKey(row.ClassName)
		if _, ok := ids[key]; ok || row.Verdict != RowNew && row.Verdict != RowMoved {
			continue
		}
		ids[key] = audit.NewID()
		missing = append(missing, SchoolClass{ID: ids[key], AgencyID: w.roster.AgencyID, SchoolYear: w.roster.SchoolYear, Name: row.ClassName})
	}
	return ids, insertMany(ctx, w.tx, missing)
}

// newPersons makes a person for every new row and notes their id on the row.
func (w *rosterWriter) newPersons() ([]Person, error) {
	var fresh []Person
	for i := range w.rows {
		row := &w.rows[i]
		if row.Verdict != RowNew {
			continue
		}
		p, err := NewPerson(audit.NewID(), w.roster.AgencyID, Student, row.FullName)
		if err != nil {
			return nil, err
		}
		p.BirthYear = row.BirthYear
		if row.Code != "" {
			p.Code = &row.Code
		}
		row.PersonID = &p.ID
		fresh = append(fresh, p)
	}
	return fresh, nil
}

// completePersons adds the codes and years of birth that the school did not know yet.
func (w *rosterWriter) completePersons(ctx context.Context) error {
	byID := map[uuid.UUID]*knownStudent{}
	for i := range w.known {
		byID[w.known[i].ID] = &w.known[i]
	}
	var ids []uuid.UUID
	var codes []string
	var years []int
	var coded []Person
	for _, row := range w.rows {
		if row.Verdict != RowExisting && row.Verdict != RowMoved {
			continue
		}
		k, year := byID[*row.PersonID], 0
		if row.BirthYear != nil && k.BirthYear == nil {
			year = *row.BirthYear
		}
		newCode := row.Code != "" && k.Code == nil
		if newCode {
			coded = append(coded, Person{ID: k.ID, AgencyID: w.roster.AgencyID, FullName: k.FullName, Code: &row.Code})
		}
		if newCode || year > 0 {
			ids, codes, years = append(ids, k.ID), append(codes, row.Code), append(years, year)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	_, err := w.tx.ExecContext(ctx, `UPDATE organization.persons p SET code = COALESCE(p.code, NULLIF(n.code, '')),
		birth_year = COALESCE(p.birth_year, NULLIF(n.year, 0)), updated_at = now()
		FROM unnest(ARRAY[?]::uuid[], ARRAY[?]::text[], ARRAY[?]::smallint[]) AS n(id, code, year) WHERE p.id = n.id AND p.agency_id = ?`,
		bun.List(ids), bun.List(codes), bun.List(years), w.roster.AgencyID)
	if err != nil {
		return err
	}
	return w.index(ctx, coded)
}

// index writes the words by which people are found.
func (w *rosterWriter) index(ctx context.Context, people []Person) error {
	var tokens []personToken
	for _, p := range people {
		for _, word := range p.Words() {
			tokens = append(tokens, personToken{AgencyID: p.AgencyID, Token: word, PersonID: p.ID})
		}
	}
	for from := 0; from < len(tokens); from += batch {
		part := tokens[from:min(from+batch, len(tokens))]
		if _, err := w.tx.NewInsert().Model(&part).On("CONFLICT DO NOTHING").Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}

// place puts new and moved students into their classes as of today. A membership that began today
// held for no day and is taken back instead of closed.
func (w *rosterWriter) place(ctx context.Context, classes map[string]uuid.UUID) error {
	var members []ClassMember
	var moved []uuid.UUID
	for _, row := range w.rows {
		if row.Verdict != RowNew && row.Verdict != RowMoved {
			continue
		}
		if row.Verdict == RowMoved {
			moved = append(moved, *row.PersonID)
		}
		members = append(members, ClassMember{SchoolClassID: classes[classKey(row.ClassName)], PersonID: *row.PersonID,
			AgencyID: w.roster.AgencyID, ValidFrom: w.today})
	}
	if len(moved) > 0 {
		open := "person_id IN (?) AND agency_id = ? AND valid_to IS NULL AND valid_from "
		_, err := w.tx.NewDelete().Table("organization.class_members").Where(open+">= ?", bun.List(moved), w.roster.AgencyID, w.today).Exec(ctx)
		if err != nil {
			return err
		}
		_, err = w.tx.NewUpdate().Table("organization.class_members").Set("valid_to = ?", w.today).Where(open+"< ?", bun.List(moved), w.roster.AgencyID, w.today).Exec(ctx)
		if err != nil {
			return err
		}
	}
	return insertMany(ctx, w.tx, members)
}
