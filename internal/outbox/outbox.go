package outbox

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	"github.com/uptrace/bun"

	"taphuan/internal/postgres"
)

// Event is something that happened in a domain. EventName is stable ("learning.course_completed");
// the exported fields are ids.
type Event interface{ EventName() string }

// Reaction is what follows an event, by name. Run is idempotent: it may be called again.
type Reaction struct {
	Event string
	Name  string
	Run   func(ctx context.Context, payload []byte) error
	// Within bounds one run; 0: two minutes. What a killed server was at is taken up again after that time.
	Within time.Duration
	// Long tells those of OnLong.
	Long bool
}

// On makes a reaction to events of type E.
func On[E Event](name string, react func(ctx context.Context, event E) error) Reaction {
	var zero E
	return Reaction{Event: zero.EventName(), Name: name, Run: func(ctx context.Context, payload []byte) error {
		var event E
		if err := json.Unmarshal(payload, &event); err != nil {
			return fmt.Errorf("read event %s: %w", zero.EventName(), err)
		}
		return react(ctx, event)
	}}
}

// OnLong makes a reaction that may take hours. Such run in a queue of their own, LongAtOnce in a process, are
// cancelled when the worker stops and are not tried again: the domain keeps what is still to be done, and a duty of
// it appends the event anew.
func OnLong[E Event](name string, react func(ctx context.Context, event E) error) Reaction {
	r := On(name, react)
	r.Within, r.Long = 24*time.Hour, true
	return r
}

// Duty is work that comes back by the clock, on one node at a time.
type Duty struct {
	Name  string
	Every time.Duration
	Run   func(ctx context.Context) error
}

// delivery is one event on its way to one reaction, or one turn of a duty.
type delivery struct {
	kind    string
	Payload json.RawMessage `json:"payload,omitempty"`
}

func (d delivery) Kind() string { return d.kind }

// kind is the name of the reaction's jobs.
func (r Reaction) kind() string { return r.Event + "/" + r.Name }

// Outbox appends events. Its zero value appends nothing: for programs without workers' tables.
type Outbox struct {
	client    *river.Client[*sql.Tx]
	reactions map[string][]Reaction
}

// New returns an outbox that hands each event to the given reactions.
func New(db *postgres.DB, reactions []Reaction) (*Outbox, error) {
	client, err := river.NewClient(riverdatabasesql.New(db.Bun.DB), &river.Config{Schema: postgres.RiverSchema})
	if err != nil {
		return nil, err
	}
	o := &Outbox{client: client, reactions: map[string][]Reaction{}}
	for _, r := range reactions {
		o.reactions[r.Event] = append(o.reactions[r.Event], r)
	}
	return o, nil
}

// AppendTx writes events in the caller's transaction: they are delivered if and only if the
// transaction commits.
func (o *Outbox) AppendTx(ctx context.Context, tx bun.Tx, events ...Event) error {
	var jobs []river.InsertManyParams
	for _, event := range events {
		payload, err := json.Marshal(event)
		if err != nil {
			return err
		}
		for _, r := range o.reactions[event.EventName()] {
			job := river.InsertManyParams{Args: delivery{kind: r.kind(), Payload: payload}}
			if r.Long {
				job.InsertOpts = &river.InsertOpts{Queue: longQueue, MaxAttempts: 1}
			}
			jobs = append(jobs, job)
		}
	}
	if len(jobs) == 0 {
		return nil
	}
	_, err := o.client.InsertManyTx(ctx, tx.Tx, jobs)
	return err
}
