package organization

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"taphuan/internal/audit"
	"taphuan/internal/postgres"
)

// rosterWriter writes some rows of a class list. No step asks once per row.
type rosterWriter struct {
	service *Service
	tx      bun.Tx
	roster  *Roster
	known   []knownStudent
	rows    []RosterRow
	today   time.Time
}

func (w *rosterWriter) write(ctx context.Context) error {
	classes, err := w.ensureClasses(ctx)
	if err != nil {
		return err
	}
	fresh, err := newPersons(w.rows, Student, func(*RosterRow) uuid.UUID { return w.roster.AgencyID })
	if err != nil {
		return err
	}
	if err := insertPeople(ctx, w.tx, fresh); err != nil {
		return err
	}
	if err := completePersons(ctx, w.tx, w.rows); err != nil {
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
		w.roster.NewClasses = append(w.roster.NewClasses, ids[key])
		missing = append(missing, SchoolClass{ID: ids[key], AgencyID: w.roster.AgencyID, SchoolYear: w.roster.SchoolYear, Name: row.ClassName})
	}
	return ids, insertMany(ctx, w.tx, missing)
}

// newPersons makes a person for every new row and notes their id on the row.
func newPersons(rows []RosterRow, kind PersonKind, agencyOf func(*RosterRow) uuid.UUID) ([]Person, error) {
	var fresh []Person
	for i := range rows {
		row := &rows[i]
		if row.Verdict != RowNew {
			continue
		}
		p, err := NewPerson(audit.NewID(), agencyOf(row), kind, row.FullName)
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

// completePersons adds the codes and years of birth that were not known yet.
func completePersons(ctx context.Context, tx bun.IDB, rows []RosterRow) error {
	var ids []uuid.UUID
	var codes []string
	var years []int
	for _, row := range rows {
		year := 0
		if row.BirthYear != nil {
			year = *row.BirthYear
		}
		if (row.Verdict == RowMoved || row.Verdict == RowChanged) && (row.Code != "" || year > 0) {
			ids, codes, years = append(ids, *row.PersonID), append(codes, row.Code), append(years, year)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	_, err := tx.ExecContext(ctx, `UPDATE organization.persons p SET code = COALESCE(p.code, NULLIF(n.code, '')),
		birth_year = COALESCE(p.birth_year, NULLIF(n.year, 0)), updated_at = now()
		FROM unnest(ARRAY[?]::uuid[], ARRAY[?]::text[], ARRAY[?]::smallint[]) AS n(id, code, year) WHERE p.id = n.id
		AND (p.code IS NULL AND n.code <> '' OR p.birth_year IS NULL AND n.year > 0)`, bun.List(ids), bun.List(codes), bun.List(years))
	return err
}

// indexPeople writes anew the words by which people are found, where they now are.
func indexPeople(ctx context.Context, tx bun.IDB, people []uuid.UUID) error {
	if len(people) == 0 {
		return nil
	}
	var found []Person
	err := tx.NewSelect().Model(&found).Column("id", "agency_id", "full_name", "code").Where("id = ANY (?::uuid[])", pgdialect.Array(people)).Scan(ctx)
	if err != nil {
		return err
	}
	if _, err := tx.NewDelete().Table("organization.person_tokens").Where("person_id = ANY (?::uuid[])", pgdialect.Array(people)).Exec(ctx); err != nil {
		return err
	}
	second, err := secondAgencies(ctx, tx, people)
	if err != nil {
		return err
	}
	return insertTokens(ctx, tx, found, second)
}

// insertTokens writes the words of people for their agency and those of second; those that an agency out of the
// scope has of them already stay.
func insertTokens(ctx context.Context, tx bun.IDB, people []Person, second map[uuid.UUID][]uuid.UUID) error {
	var agencies, ids []uuid.UUID
	var words []string
	for _, p := range people {
		for _, agency := range append([]uuid.UUID{p.AgencyID}, second[p.ID]...) {
			for _, word := range p.Words() {
				agencies, words, ids = append(agencies, agency), append(words, word), append(ids, p.ID)
			}
		}
	}
	_, err := tx.ExecContext(ctx, `INSERT INTO organization.person_tokens (agency_id, token, person_id)
		SELECT * FROM unnest(?::uuid[], ?::text[], ?::uuid[]) ON CONFLICT DO NOTHING`, pgdialect.Array(agencies), pgdialect.Array(words), pgdialect.Array(ids))
	return err
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
