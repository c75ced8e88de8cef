package organization

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/postgres"
)

// AccountState is what a list of people says about somebody's account.
type AccountState struct {
	PersonID     uuid.UUID
	LastSignInAt *time.Time
	SlipUnused   bool // a printed one-time password waits for its use
}

// accountStates reads the accounts of people whom the caller has just read, a batch at a time, and
// leaves the given scope behind. People without an account are not in the answer.
func accountStates(ctx context.Context, tx bun.Tx, scope postgres.Scope, people []uuid.UUID) (map[uuid.UUID]AccountState, error) {
	states := make(map[uuid.UUID]AccountState, len(people))
	for from := 0; from < len(people); from += accountBatch {
		part := people[from:min(from+accountBatch, len(people))]
		if err := postgres.SetScope(ctx, tx, scope.AndPersons(part...)); err != nil {
			return nil, err
		}
		var rows []AccountState
		err := tx.NewRaw(`SELECT person_id, last_sign_in_at, slip_unused FROM organization.account_states WHERE person_id IN (?)`, bun.List(part)).Scan(ctx, &rows)
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			states[r.PersonID] = r
		}
	}
	return states, postgres.SetScope(ctx, tx, scope)
}

// ListAccountStates returns what a page of people says about accounts, by person. It needs
// people.read; people out of the caller's reach are left out.
func (s *Service) ListAccountStates(ctx context.Context, who access.Principal, people []uuid.UUID) (map[uuid.UUID]AccountState, error) {
	if err := who.Require(access.ReadPeople); err != nil || len(people) == 0 {
		return nil, err
	}
	agencies := who.AgenciesFor(access.ReadPeople)
	scope := postgres.Agencies(agencies...)
	var states map[uuid.UUID]AccountState
	err := s.db.Read(ctx, scope, func(ctx context.Context, tx bun.Tx) error {
		var visible []uuid.UUID
		err := tx.NewRaw("SELECT id FROM organization.persons WHERE id IN (?) AND agency_id IN (?)", bun.List(people), bun.List(agencies)).Scan(ctx, &visible)
		if err != nil {
			return err
		}
		states, err = accountStates(ctx, tx, scope, visible)
		return err
	})
	return states, err
}
