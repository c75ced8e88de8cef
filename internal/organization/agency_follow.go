package organization

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/postgres"
)

// FollowAgencyEvents lets people belong to their new agency on the day of an event that was entered
// beforehand: postings are dated, the agency to which a person belongs is that of today.
func (s *AgencyEvents) FollowAgencyEvents(ctx context.Context) error {
	var due []uuid.UUID
	err := s.db.Read(ctx, postgres.System(postgres.MoveAgencies), func(ctx context.Context, tx bun.Tx) error {
		return tx.NewRaw(`SELECT a.event_id FROM organization.agency_event_applications a JOIN organization.agency_events e ON e.id = a.event_id
			WHERE a.followed_at IS NULL AND e.occurred_on <= ? ORDER BY e.occurred_on, a.applied_at LIMIT 1000`, s.Today()).Scan(ctx, &due)
	})
	for _, id := range due {
		if err == nil {
			err = s.follow(ctx, id)
		}
	}
	return err
}

func (s *AgencyEvents) follow(ctx context.Context, id uuid.UUID) error {
	var touched []uuid.UUID
	err := s.db.RunInTx(ctx, postgres.System(postgres.MoveAgencies), func(ctx context.Context, tx bun.Tx) error {
		if err := lockTree(ctx, tx); err != nil {
			return err
		}
		event, err := findApplied(ctx, tx, id)
		if err != nil {
			return err
		}
		changes, err := s.followers(ctx, tx, event)
		if err != nil {
			return err
		}
		if err := s.writePlan(ctx, tx, id, changes); err != nil {
			return err
		}
		if touched, err = s.touchTx(ctx, tx, event, changes); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `UPDATE organization.agency_event_applications SET followed_at = ? WHERE event_id = ?`, s.now(), id)
		return err
	})
	if err == nil {
		s.accounts.Watcher().NoteChanged(touched...)
	}
	return err
}

// followers computes the people of ended agencies who have their posting or class at the receiver today.
func (s *AgencyEvents) followers(ctx context.Context, tx bun.IDB, e AgencyEvent) ([]change, error) {
	tree, err := loadAgencyTree(ctx, tx)
	if err != nil {
		return nil, err
	}
	state, err := loadEventState(ctx, tx, e, tree)
	if err != nil {
		return nil, err
	}
	receiver, today := receiverOf(e), s.Today()
	state.postings, err = listRows(ctx, tx, `SELECT to_jsonb(t) AS row FROM organization.postings t
		WHERE t.agency_id = ? AND t.counts AND t.valid_from <= ? AND (t.valid_to IS NULL OR t.valid_to > ?)`, receiver, today, today)
	if err != nil {
		return nil, err
	}
	state.members, err = listRows(ctx, tx, `SELECT to_jsonb(t) AS row FROM organization.class_members t
		WHERE t.agency_id = ? AND t.valid_from <= ? AND (t.valid_to IS NULL OR t.valid_to > ?)`, receiver, today, today)
	if err != nil {
		return nil, err
	}
	plan := AgencyPlan{Event: e, ID: eventID(e)}
	p := &planner{AgencyPlan: &plan, state: state, today: today, receiver: receiver}
	p.movePersons()
	return plan.changes, nil
}
