package gathering

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"pgregory.net/rapid"
)

// TestPlacesAreNeverExceeded: 64 people are named, withdrawn and called at once; the class never has
// more people than seats, and nobody overtakes.
func TestPlacesAreNeverExceeded(t *testing.T) {
	w := setup(t)
	const seats = 10
	class := w.open(w.plan(seats))
	people := w.persons(w.a, 64)
	var all sync.WaitGroup
	errs := make(chan error, 64)
	for i, person := range people {
		all.Go(func() {
			_, err := w.service.CallPeople(context.Background(), w.focalA, CallPeople{ClassID: class.ID, AgencyID: w.a, People: []uuid.UUID{person}})
			if err == nil && i%4 == 0 {
				err = w.service.Decide(context.Background(), w.focalA, Decide{ClassID: class.ID, ParticipantID: w.participantOf(class, person), Decision: Withdraw, Reason: "Bận công tác"})
			}
			errs <- err
		})
	}
	all.Wait()
	close(errs)
	for err := range errs {
		if err != nil {
			t.Error(err)
		}
	}
	confirmed, waiting := w.places(class)
	if len(confirmed) != seats || len(waiting) != 64-16-seats {
		t.Errorf("%d have a place, %d wait", len(confirmed), len(waiting))
	}
	if late := w.count(`SELECT count(*) FROM gathering.participants c JOIN gathering.participants v USING (class_id)
		WHERE c.class_id = ? AND c.state = 'confirmed' AND v.state = 'waiting' AND v.queue < c.queue`, class.ID); late > 0 {
		t.Errorf("%d overtook", late)
	}
}

// participantOf is participant for goroutines: no t.Fatal in them.
func (w *world) participantOf(class Class, person uuid.UUID) uuid.UUID {
	var id uuid.UUID
	_ = w.owner.NewRaw(`SELECT id FROM gathering.participants WHERE class_id = ? AND person_id = ?`, class.ID, person).Scan(context.Background(), &id)
	return id
}

// TestQueueIsAModel: whatever is done, in any order, places are held by the first of the queue.
func TestQueueIsAModel(t *testing.T) {
	w := setup(t)
	people := w.persons(w.a, 9)
	ctx := context.Background()
	rapid.Check(t, func(rt *rapid.T) {
		w.exec(`DELETE FROM gathering.participants`)
		seats := rapid.IntRange(1, 4).Draw(rt, "seats")
		cmd := w.plan(seats)
		class := w.open(cmd)
		var queue []uuid.UUID
		for range rapid.IntRange(1, 12).Draw(rt, "steps") {
			person := rapid.SampledFrom(people).Draw(rt, "person")
			at := slices.Index(queue, person)
			switch {
			case rapid.IntRange(0, 5).Draw(rt, "seat") == 0:
				cmd.Class.Seats = min(seats+1, 9)
				if err := w.service.ChangeClass(ctx, w.focalA, class.ID, cmd); err != nil {
					rt.Fatal(err)
				}
				seats = cmd.Class.Seats
			case at < 0:
				if done := w.call(class, person); done.Joined != 1 {
					rt.Fatalf("%+v", done)
				}
				queue = append(queue, person)
			default:
				err := w.service.Decide(ctx, w.focalA, Decide{ClassID: class.ID, ParticipantID: w.participant(class, person), Decision: Withdraw, Reason: "Bận"})
				if err != nil {
					rt.Fatal(err)
				}
				queue = slices.Delete(queue, at, at+1)
			}
			confirmed, waiting := w.places(class)
			taken := min(seats, len(queue))
			if diff := cmp.Diff(append([]uuid.UUID{}, queue...), append(append([]uuid.UUID{}, confirmed...), waiting...)); diff != "" || len(confirmed) != taken {
				rt.Fatalf("%d places taken, want %d: %s", len(confirmed), taken, diff)
			}
		}
	})
}

func TestSeatsBelowTaken(t *testing.T) {
	w := setup(t)
	class := w.open(w.plan(3))
	w.call(class, w.persons(w.a, 3)...)
	cmd := w.plan(2)
	if err := w.service.ChangeClass(t.Context(), w.focalA, class.ID, cmd); !errors.Is(err, ErrSeatsBelow) {
		t.Errorf("%v", err)
	}
	if got := w.class(class.ID).Seats; got != 3 {
		t.Errorf("%d seats", got)
	}
}
