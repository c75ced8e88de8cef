package organization

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/vietnamese"
)

// personToken is one folded word by which a person is found in an agency.
type personToken struct {
	bun.BaseModel `bun:"table:organization.person_tokens"`
	AgencyID      uuid.UUID `bun:"agency_id"`
	Token         string    `bun:"token"`
	PersonID      uuid.UUID `bun:"person_id"`
}

// InsertPersonTx stores a new person with the words by which they are found.
func InsertPersonTx(ctx context.Context, tx bun.IDB, p Person) error {
	if _, err := tx.NewInsert().Model(&p).Exec(ctx); err != nil {
		return err
	}
	return indexPersonTx(ctx, tx, p)
}

// indexPersonTx replaces the words by which a person is found.
func indexPersonTx(ctx context.Context, tx bun.IDB, p Person) error {
	if _, err := tx.NewDelete().Table("organization.person_tokens").Where("person_id = ?", p.ID).Exec(ctx); err != nil {
		return err
	}
	tokens := tokensOf(p)
	if len(tokens) == 0 {
		return nil
	}
	_, err := tx.NewInsert().Model(&tokens).Exec(ctx)
	return err
}

// tokensOf are the words by which a person is found.
func tokensOf(p Person) []personToken {
	words := p.FullName
	if p.Code != nil {
		words += " " + *p.Code
	}
	var tokens []personToken
	for _, word := range vietnamese.Tokens(words) {
		tokens = append(tokens, personToken{AgencyID: p.AgencyID, Token: word, PersonID: p.ID})
	}
	return tokens
}

// InsertPostingTx stores a posting.
func InsertPostingTx(ctx context.Context, tx bun.IDB, p Posting) error {
	_, err := tx.NewInsert().Model(&p).Exec(ctx)
	return err
}
