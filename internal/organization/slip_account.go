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
	for from := 0; from < len(people); from += accountBatch {
		part := people[from:min(from+accountBatch, len(people))]
		ids := make([]uuid.UUID, len(part))
		for i, p := range part {
			ids[i] = p.ID
		}
		if err := postgres.SetScope(ctx, tx, scope.AndPersons(ids...)); err != nil {
			return err
		}
		missing, err := withoutBasis(ctx, tx, ids, s.Today())
		if err != nil {
			return err
		}
		wishes := make([]identity.NewAccount, 0, len(part))
		for _, p := range part {
			if !missing[p.ID] {
				wishes = append(wishes, identity.NewAccount{PersonID: p.ID, Username: usernameWish(p)})
			}
		}
		if _, err := s.accounts.CreateAccountsTx(ctx, tx, wishes); err != nil {
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
