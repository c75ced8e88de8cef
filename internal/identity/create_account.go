package identity

import (
	"context"
	"math/rand/v2"
	"strings"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"golang.org/x/text/unicode/norm"

	"taphuan/internal/fault"
	"taphuan/internal/vietnamese"
)

// NewAccount asks for an account. Username is a wish: when it is taken a number is put behind it.
type NewAccount struct {
	PersonID uuid.UUID
	Username string
}

// CreatedAccount is the answer to a wish. Existed is set when the person had an account already;
// it was left as it was.
type CreatedAccount struct {
	PersonID uuid.UUID
	Username string
	Existed  bool
}

// maxNumberings bounds how many numbers are tried behind a taken username.
const maxNumberings = 40

// CreateAccountTx makes one account and returns its username. See CreateAccountsTx.
func (s *Service) CreateAccountTx(ctx context.Context, tx bun.IDB, personID uuid.UUID, username string) (string, error) {
	created, err := s.CreateAccountsTx(ctx, tx, []NewAccount{{PersonID: personID, Username: username}})
	if err != nil {
		return "", err
	}
	return created[0].Username, nil
}

// CreateAccountsTx makes an account for each person, without a password: they sign in by a printed
// slip or after SetPasswordTx. Answers come in the order of the wishes. The caller's scope includes
// the people. Error: fault.ErrInvalid for a username of a wrong form.
func (s *Service) CreateAccountsTx(ctx context.Context, tx bun.IDB, wishes []NewAccount) ([]CreatedAccount, error) {
	if len(wishes) == 0 {
		return nil, nil
	}
	for _, w := range wishes {
		if err := validUsername(w.Username); err != nil {
			return nil, err
		}
	}
	done, err := existingAccounts(ctx, tx, wishes)
	if err != nil {
		return nil, err
	}
	for round := range maxNumberings {
		missing := missingAccounts(wishes, done)
		if len(missing) == 0 {
			return inOrder(wishes, done), nil
		}
		if err := insertAccounts(ctx, tx, missing, round, done); err != nil {
			return nil, err
		}
	}
	return nil, fault.ErrInternal
}

func existingAccounts(ctx context.Context, tx bun.IDB, wishes []NewAccount) (map[uuid.UUID]CreatedAccount, error) {
	ids := make([]uuid.UUID, len(wishes))
	for i, w := range wishes {
		ids[i] = w.PersonID
	}
	var rows []accountRow
	err := tx.NewRaw("SELECT person_id, username FROM identity.accounts WHERE person_id IN (?)", bun.List(ids)).Scan(ctx, &rows)
	done := map[uuid.UUID]CreatedAccount{}
	for _, r := range rows {
		done[r.PersonID] = CreatedAccount{PersonID: r.PersonID, Username: r.Username, Existed: true}
	}
	return done, err
}

func missingAccounts(wishes []NewAccount, done map[uuid.UUID]CreatedAccount) []NewAccount {
	var missing []NewAccount
	for _, w := range wishes {
		if _, ok := done[w.PersonID]; !ok {
			missing = append(missing, w)
		}
	}
	return missing
}

// insertAccounts tries every missing account once, with the number of this round behind its
// username; those whose username is taken stay missing.
func insertAccounts(ctx context.Context, tx bun.IDB, missing []NewAccount, round int, done map[uuid.UUID]CreatedAccount) error {
	type row struct {
		bun.BaseModel `bun:"table:identity.accounts"`
		PersonID      uuid.UUID `bun:"person_id"`
		Username      string    `bun:"username"`
		UsernameKey   string    `bun:"username_key"`
	}
	rows := make([]row, len(missing))
	for i, w := range missing {
		name := tryNumber(norm.NFC.String(strings.TrimSpace(w.Username)), round)
		rows[i] = row{PersonID: w.PersonID, Username: name, UsernameKey: vietnamese.Fold(name)}
	}
	var inserted []accountRow
	err := tx.NewInsert().Model(&rows).On("CONFLICT DO NOTHING").Returning("person_id, username").Scan(ctx, &inserted)
	for _, r := range inserted {
		done[r.PersonID] = CreatedAccount{PersonID: r.PersonID, Username: r.Username}
	}
	return err
}

// tryNumber gives the name as it is, then with 2 to 9, then with ever longer random numbers: other
// people's usernames are not visible here, so the next free number cannot be looked up.
func tryNumber(username string, round int) string {
	switch {
	case round == 0:
		return username
	case round < 9:
		return numbered(username, round+1)
	case round < 20:
		return numbered(username, 10+rand.IntN(990))
	}
	return numbered(username, 1000+rand.IntN(999000))
}

func inOrder(wishes []NewAccount, done map[uuid.UUID]CreatedAccount) []CreatedAccount {
	created := make([]CreatedAccount, len(wishes))
	for i, w := range wishes {
		created[i] = done[w.PersonID]
	}
	return created
}
