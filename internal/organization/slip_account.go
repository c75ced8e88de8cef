package organization

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/identity"
	"taphuan/internal/postgres"
	"taphuan/internal/vietnamese"
)

// accountBatch is how many people the scope names at once: the policy compares each row with each.
const accountBatch = 400

// ensureAccounts creates the accounts that people lack, a batch at a time, and leaves the given
// scope behind. Students who may be under 16 get none before a guardian's basis is recorded. The
// caller has checked that it may act for these people.
func (s *Service) ensureAccounts(ctx context.Context, tx bun.Tx, scope postgres.Scope, people []Person) error {
	wishes := map[uuid.UUID]string{}
	ids := make([]uuid.UUID, len(people))
	for i, p := range people {
		ids[i] = p.ID
		wishes[p.ID] = usernameWish(p)
	}
	return eachAccountBatch(ctx, tx, scope, ids, func(ctx context.Context, part []uuid.UUID) error {
		missing, err := withoutBasis(ctx, tx, part, s.Today())
		if err != nil {
			return err
		}
		wanted := make([]identity.NewAccount, 0, len(part))
		for _, id := range part {
			if !missing[id] {
				wanted = append(wanted, identity.NewAccount{PersonID: id, Username: wishes[id]})
			}
		}
		_, err = s.accounts.CreateAccountsTx(ctx, tx, wanted)
		return err
	})
}

// eachAccountBatch does something with the accounts of people, a batch at a time in a scope that
// names them, and leaves the given scope behind.
func eachAccountBatch(ctx context.Context, tx bun.Tx, scope postgres.Scope, people []uuid.UUID, do func(context.Context, []uuid.UUID) error) error {
	for from := 0; from < len(people); from += accountBatch {
		part := people[from:min(from+accountBatch, len(people))]
		if err := postgres.SetScope(ctx, tx, scope.AndPersons(part...)); err != nil {
			return err
		}
		if err := do(ctx, part); err != nil {
			return err
		}
	}
	return postgres.SetScope(ctx, tx, scope)
}

// usernameWish is the code where there is one that can be typed, else made from the name.
func usernameWish(p Person) string {
	if p.Code != nil {
		code := vietnamese.Fold(*p.Code)
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
