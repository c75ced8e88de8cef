package organization

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/audit"
	"taphuan/internal/identity"
	"taphuan/internal/postgres"
	"taphuan/internal/vietnamese"
)

// rosterWriter writes the judged rows of one roster. Each step is one statement for all rows.
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
	return w.createAccounts(ctx, fresh)
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

// completePersons adds a code or a year of birth that the school did not know yet.
func (w *rosterWriter) completePersons(ctx context.Context) error {
	byID := map[uuid.UUID]*knownStudent{}
	for i := range w.known {
		byID[w.known[i].ID] = &w.known[i]
	}
	for _, row := range w.rows {
		if row.Verdict != RowExisting && row.Verdict != RowMoved {
			continue
		}
		k := byID[*row.PersonID]
		codeKnown, yearKnown := row.Code == "" || k.Code != nil, row.BirthYear == nil || k.BirthYear != nil
		if codeKnown && yearKnown {
			continue
		}
		_, err := w.tx.ExecContext(ctx, `UPDATE organization.persons SET code = COALESCE(code, NULLIF(?, '')), birth_year = COALESCE(birth_year, ?), updated_at = now()
			WHERE id = ? AND agency_id = ?`, row.Code, row.BirthYear, k.ID, w.roster.AgencyID)
		if err != nil {
			return err
		}
		if !codeKnown {
			if err := w.index(ctx, []Person{{ID: k.ID, AgencyID: w.roster.AgencyID, FullName: k.FullName, Code: &row.Code}}); err != nil {
				return err
			}
		}
	}
	return nil
}

// index writes the words by which people are found.
func (w *rosterWriter) index(ctx context.Context, people []Person) error {
	var tokens []personToken
	for _, p := range people {
		words := p.FullName
		if p.Code != nil {
			words += " " + *p.Code
		}
		for _, word := range vietnamese.Tokens(words) {
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

// accountBatch is how many people the scope names at once: the policy compares each row with each.
const accountBatch = 400

// createAccounts gives every new student an account without a password.
func (w *rosterWriter) createAccounts(ctx context.Context, fresh []Person) error {
	return ensureAccounts(ctx, w.tx, w.service.accounts, postgres.Agencies(w.roster.AgencyID), fresh)
}

// ensureAccounts creates the accounts that people lack, a batch at a time, and leaves the given
// scope behind. The caller has checked that it may act for these people.
func ensureAccounts(ctx context.Context, tx bun.Tx, accounts *identity.Service, scope postgres.Scope, people []Person) error {
	for from := 0; from < len(people); from += accountBatch {
		part := people[from:min(from+accountBatch, len(people))]
		wishes := make([]identity.NewAccount, len(part))
		ids := make([]uuid.UUID, len(part))
		for i, p := range part {
			ids[i] = p.ID
			wishes[i] = identity.NewAccount{PersonID: p.ID, Username: usernameWish(p)}
		}
		if err := postgres.SetScope(ctx, tx, scope.AndPersons(ids...)); err != nil {
			return err
		}
		if _, err := accounts.CreateAccountsTx(ctx, tx, wishes); err != nil {
			return err
		}
	}
	return postgres.SetScope(ctx, tx, scope)
}

// usernameWish is the code where there is one that can be typed, else made from the name.
func usernameWish(p Person) string {
	if p.Code != nil {
		code := identity.Fold(*p.Code)
		if len(code) >= 4 && len(code) <= 40 && !containsOther(code) {
			return code
		}
	}
	return identity.ProposeUsername(p.FullName)
}

// containsOther reports a sign that no username holds.
func containsOther(code string) bool {
	for _, r := range code {
		if !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '.' || r == '-' || r == '_') {
			return true
		}
	}
	return false
}
