package audit

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/fault"
	"taphuan/internal/postgres"
)

// Entry is one privileged write. Before and After hold what changed, never a password or a key;
// they are stored as JSON.
type Entry struct {
	ActorID    uuid.UUID // uuid.Nil: the platform itself
	ActorRole  string
	AgencyID   uuid.UUID // whose affair it is; uuid.Nil: the whole installation's
	Action     string    // verb + noun, as the use case is called: "commit_roster"
	ObjectType string
	ObjectID   uuid.UUID
	Reason     string
	Before     any
	After      any
}

type entryRow struct {
	bun.BaseModel `bun:"table:audit.entries"`
	ID            uuid.UUID  `bun:"id"`
	ActorID       *uuid.UUID `bun:"actor_id"`
	ActorRole     string     `bun:"actor_role"`
	AgencyID      *uuid.UUID `bun:"agency_id"`
	Action        string     `bun:"action"`
	ObjectType    string     `bun:"object_type"`
	ObjectID      *uuid.UUID `bun:"object_id"`
	Reason        string     `bun:"reason"`
	Before        any        `bun:"before,type:jsonb"`
	After         any        `bun:"after,type:jsonb"`
	RequestID     string     `bun:"request_id"`
}

// RecordTx writes the entry in the caller's transaction.
func RecordTx(ctx context.Context, tx bun.IDB, e Entry) error {
	row := entryRow{
		ID: NewID(), ActorID: postgres.NullID(e.ActorID), ActorRole: e.ActorRole, AgencyID: postgres.NullID(e.AgencyID),
		Action: e.Action, ObjectType: e.ObjectType, ObjectID: postgres.NullID(e.ObjectID), Reason: e.Reason,
		Before: e.Before, After: e.After, RequestID: fault.RequestID(ctx),
	}
	// Without RETURNING: whoever adds to the log need not be able to read it.
	_, err := tx.NewInsert().Model(&row).Returning("NULL").Exec(ctx)
	return err
}

// NewID returns a UUID that sorts by time (version 7).
func NewID() uuid.UUID { return uuid.Must(uuid.NewV7()) }

// Read is one opening of somebody's rows by another person.
type Read struct {
	ID       uuid.UUID `bun:"id"`
	At       time.Time `bun:"at"`
	PersonID uuid.UUID `bun:"person_id"`
	ReaderID uuid.UUID `bun:"reader_id"`
	AgencyID uuid.UUID `bun:"agency_id"`
	What     string    `bun:"what"`
}
