package organization

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/vietnamese"
)

// Words returns the words by which a person is found: of the name, folded and as written, and of
// the code.
func (p Person) Words() []string {
	words := p.FullName
	if p.Code != nil {
		words += " " + *p.Code
	}
	return vietnamese.SearchTokens(words)
}

// InsertPersonTx stores a new person with the words by which they are found.
func InsertPersonTx(ctx context.Context, tx bun.IDB, p Person) error {
	if _, err := tx.NewInsert().Model(&p).Exec(ctx); err != nil {
		return err
	}
	return insertTokens(ctx, tx, []Person{p}, nil)
}

// insertPeople stores new people together with the words by which they are found.
func insertPeople(ctx context.Context, tx bun.IDB, people []Person) error {
	if err := insertMany(ctx, tx, people); err != nil {
		return err
	}
	return insertTokens(ctx, tx, people, nil)
}

// indexPersonTx replaces the words by which a person is found.
func indexPersonTx(ctx context.Context, tx bun.IDB, p Person) error {
	return indexPeople(ctx, tx, []uuid.UUID{p.ID})
}

// secondAgencies returns where people hold postings that do not count: they are found there too.
func secondAgencies(ctx context.Context, tx bun.IDB, people []uuid.UUID) (map[uuid.UUID][]uuid.UUID, error) {
	var rows []struct{ PersonID, AgencyID uuid.UUID }
	err := tx.NewRaw(`SELECT DISTINCT person_id, agency_id FROM organization.postings WHERE person_id IN (?) AND NOT counts
		AND (valid_to IS NULL OR valid_to > (SELECT scope.today()))`, bun.List(people)).Scan(ctx, &rows)
	second := map[uuid.UUID][]uuid.UUID{}
	for _, r := range rows {
		second[r.PersonID] = append(second[r.PersonID], r.AgencyID)
	}
	return second, err
}

// InsertPostingTx stores a posting.
func InsertPostingTx(ctx context.Context, tx bun.IDB, p Posting) error {
	_, err := tx.NewInsert().Model(&p).Exec(ctx)
	return err
}

// listPostings returns the postings of a person that the scope can see, the oldest first.
func listPostings(ctx context.Context, tx bun.IDB, person uuid.UUID) ([]Posting, error) {
	var postings []Posting
	err := tx.NewSelect().Model(&postings).Where("person_id = ?", person).Order("valid_from", "id").Limit(500).Scan(ctx)
	return postings, err
}

// holdsOn reports whether the posting holds on a day.
func (p Posting) holdsOn(day time.Time) bool {
	return !p.ValidFrom.After(day) && (p.ValidTo == nil || p.ValidTo.After(day))
}

// overlaps reports whether two postings share a day.
func (p Posting) overlaps(q Posting) bool {
	return (q.ValidTo == nil || p.ValidFrom.Before(*q.ValidTo)) && (p.ValidTo == nil || q.ValidFrom.Before(*p.ValidTo))
}
