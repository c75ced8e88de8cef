package organization

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/vietnamese"
)

// personToken is one word by which a person is found in an agency.
type personToken struct {
	bun.BaseModel `bun:"table:organization.person_tokens"`
	AgencyID      uuid.UUID `bun:"agency_id"`
	Token         string    `bun:"token"`
	PersonID      uuid.UUID `bun:"person_id"`
}

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
	return indexPersonTx(ctx, tx, p)
}

// indexPersonTx replaces the words by which a person is found, in their agency and in each where
// they hold a second posting.
func indexPersonTx(ctx context.Context, tx bun.IDB, p Person) error {
	if _, err := tx.NewDelete().Table("organization.person_tokens").Where("person_id = ?", p.ID).Exec(ctx); err != nil {
		return err
	}
	agencies := []uuid.UUID{p.AgencyID}
	var second []uuid.UUID
	err := tx.NewRaw(`SELECT DISTINCT agency_id FROM organization.postings WHERE person_id = ? AND NOT counts
		AND (valid_to IS NULL OR valid_to > (SELECT scope.today()))`, p.ID).Scan(ctx, &second)
	if err != nil {
		return err
	}
	for _, id := range second {
		if !slices.Contains(agencies, id) {
			agencies = append(agencies, id)
		}
	}
	var tokens []personToken
	for _, agency := range agencies {
		for _, word := range p.Words() {
			tokens = append(tokens, personToken{AgencyID: agency, Token: word, PersonID: p.ID})
		}
	}
	if len(tokens) == 0 {
		return nil
	}
	_, err = tx.NewInsert().Model(&tokens).Exec(ctx)
	return err
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
