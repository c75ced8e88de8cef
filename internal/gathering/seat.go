package gathering

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/audit"
	"taphuan/internal/postgres"
)

// joinTx puts people at the end of a class's queue, in the order given. Who was refused or withdrew
// joins again at the end; who registered and is now named keeps the place in the queue. It returns how
// many are new. The class is locked by the caller.
func joinTx(ctx context.Context, tx bun.Tx, class Class, people []Participant) (int, error) {
	if len(people) == 0 {
		return 0, nil
	}
	var last int64
	err := tx.NewRaw(`UPDATE gathering.classes SET last_queue = last_queue + ? WHERE id = ? RETURNING last_queue`, len(people), class.ID).Scan(ctx, &last)
	if err != nil {
		return 0, err
	}
	for i := range people {
		p := &people[i]
		p.ID, p.ClassID, p.HostID, p.Queue = audit.NewID(), class.ID, class.HostID, last-int64(len(people)-1-i)
	}
	result, err := tx.NewInsert().Model(&people).On("CONFLICT (class_id, person_id) DO UPDATE").
		Set("state = EXCLUDED.state, source = EXCLUDED.source, called_by_agency_id = EXCLUDED.called_by_agency_id, agency_id = EXCLUDED.agency_id").
		Set("unit = EXCLUDED.unit, position = EXCLUDED.position, reason = '', ended_at = NULL, confirmed_at = NULL").
		Set("queue = CASE WHEN p.state = 'registered' THEN p.queue ELSE EXCLUDED.queue END").
		Where("p.state IN ('refused', 'withdrawn') OR p.state = 'registered' AND EXCLUDED.state = 'waiting'").Returning("NULL").Exec(ctx)
	if err != nil {
		return 0, err
	}
	joined, err := result.RowsAffected()
	return int(joined), err
}

// seatTx gives the free places of a class to the head of its queue. It is the only code that confirms
// anybody; the class is locked by the caller, so that places are counted once. Whoever acts may not see
// the others in the queue: it runs under a system reason and leaves the caller's scope as it was.
// Errors: ErrSeatsBelow when there are fewer places than people who have one.
func (s *Service) seatTx(ctx context.Context, tx bun.Tx, class Class, scope postgres.Scope) error {
	if err := postgres.SetScope(ctx, tx, postgres.System(postgres.SeatParticipants)); err != nil {
		return err
	}
	var taken int
	err := tx.NewRaw(`SELECT count(*) FROM gathering.participants WHERE class_id = ? AND state = 'confirmed'`, class.ID).Scan(ctx, &taken)
	if err != nil {
		return err
	}
	if taken > class.Seats {
		return ErrSeatsBelow
	}
	given, err := confirmNext(ctx, tx, class.ID, class.Seats-taken)
	if err != nil {
		return err
	}
	if given > 0 {
		if err := s.changed(ctx, tx, class.ID); err != nil {
			return err
		}
	}
	return postgres.SetScope(ctx, tx, scope)
}

func confirmNext(ctx context.Context, tx bun.Tx, class uuid.UUID, places int) (int64, error) {
	result, err := tx.ExecContext(ctx, `UPDATE gathering.participants SET state = 'confirmed', confirmed_at = now() WHERE id IN (
		SELECT id FROM gathering.participants WHERE class_id = ? AND state = 'waiting' ORDER BY queue LIMIT ?)`, class, places)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}
