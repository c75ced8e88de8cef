package gathering

import (
	"context"
	"slices"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/audit"
	"taphuan/internal/postgres"
)

// joinTx puts people at the end of a class's queue, in the order given. Who was refused or withdrew
// joins again at the end; who registered and is now named keeps the place in the queue. It returns the
// participants who are new. The class is locked by the caller.
func joinTx(ctx context.Context, tx bun.Tx, class Class, people []Participant) ([]uuid.UUID, error) {
	if len(people) == 0 {
		return nil, nil
	}
	var last int64
	err := tx.NewRaw(`UPDATE gathering.classes SET last_queue = last_queue + ? WHERE id = ? RETURNING last_queue`, len(people), class.ID).Scan(ctx, &last)
	if err != nil {
		return nil, err
	}
	for i := range people {
		p := &people[i]
		p.ID, p.ClassID, p.HostID, p.Queue = audit.NewID(), class.ID, class.HostID, last-int64(len(people)-1-i)
	}
	var joined []uuid.UUID
	err = tx.NewInsert().Model(&people).On("CONFLICT (class_id, person_id) DO UPDATE").
		Set("state = EXCLUDED.state, source = EXCLUDED.source, called_by_agency_id = EXCLUDED.called_by_agency_id, agency_id = EXCLUDED.agency_id").
		Set("unit = EXCLUDED.unit, position = EXCLUDED.position, reason = '', ended_at = NULL, confirmed_at = NULL").
		Set("queue = CASE WHEN p.state = 'registered' THEN p.queue ELSE EXCLUDED.queue END").
		Where("p.state IN ('refused', 'withdrawn') OR p.state = 'registered' AND EXCLUDED.state = 'waiting'").Returning("p.id").Scan(ctx, &joined)
	return joined, err
}

// places is what a command did to the places of a class before the free ones are given.
type places struct {
	named []uuid.UUID // participants
	ended []uuid.UUID
	freed bool // somebody who had a place has none now
}

// seatTx gives the free places of a class to the head of its queue and says what the command did. It is
// the only code that confirms anybody; the class is locked by the caller, so that places are counted
// once. Whoever acts may not see the others in the queue: it runs under a system reason and leaves the
// caller's scope as it was. Errors: ErrSeatsBelow when there are fewer places than people who have one.
func (s *Service) seatTx(ctx context.Context, tx bun.Tx, class Class, scope postgres.Scope, done places) error {
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
	seated, err := confirmNext(ctx, tx, class.ID, class.Seats-taken)
	if err != nil {
		return err
	}
	if err := s.announce(ctx, tx, class, done, seated); err != nil {
		return err
	}
	return postgres.SetScope(ctx, tx, scope)
}

func confirmNext(ctx context.Context, tx bun.Tx, class uuid.UUID, places int) ([]uuid.UUID, error) {
	var seated []uuid.UUID
	err := tx.NewRaw(`UPDATE gathering.participants SET state = 'confirmed', confirmed_at = now() WHERE id IN (
		SELECT id FROM gathering.participants WHERE class_id = ? AND state = 'waiting' ORDER BY queue LIMIT ?) RETURNING id`, class, places).Scan(ctx, &seated)
	return seated, err
}

// announce appends what followed from a command, each event at most once.
func (s *Service) announce(ctx context.Context, tx bun.Tx, class Class, done places, seated []uuid.UUID) error {
	if done.freed || len(seated) > 0 {
		if err := s.attendanceChanged(ctx, tx, class.ID); err != nil {
			return err
		}
	}
	promoted := slices.DeleteFunc(seated, func(id uuid.UUID) bool { return slices.Contains(done.named, id) })
	if len(done.named)+len(done.ended)+len(promoted) == 0 {
		return nil
	}
	return s.outbox.AppendTx(ctx, tx, PlacesChanged{ClassID: class.ID, Named: done.named, Seated: promoted, Ended: done.ended})
}
