package gathering

import (
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// ParticipantState is where a person stands in a class.
type ParticipantState string

// The states of a participant.
const (
	Registered ParticipantState = "registered" // asked for a place; not approved yet
	Waiting    ParticipantState = "waiting"    // in the queue for a place
	Confirmed  ParticipantState = "confirmed"  // has a place
	Refused    ParticipantState = "refused"
	Withdrawn  ParticipantState = "withdrawn"
)

// live are the states of people who have a place or want one.
var live = []string{string(Registered), string(Waiting), string(Confirmed)}

// Source is how a person came to a class.
type Source string

// The sources.
const (
	ByList         Source = "list"
	ByRequirement  Source = "requirement"
	ByRegistration Source = "registration"
)

// Participant (người được cử tham gia) is a person in a class. Agency, unit and position are of the
// moment of being named.
type Participant struct {
	bun.BaseModel `bun:"table:gathering.participants,alias:p"`
	ID            uuid.UUID        `bun:"id"`
	ClassID       uuid.UUID        `bun:"class_id"`
	PersonID      uuid.UUID        `bun:"person_id"`
	AgencyID      uuid.UUID        `bun:"agency_id"`
	HostID        uuid.UUID        `bun:"host_agency_id"`
	CalledBy      *uuid.UUID       `bun:"called_by_agency_id"`
	Source        Source           `bun:"source"`
	State         ParticipantState `bun:"state"`
	Queue         int64            `bun:"queue"`
	Unit          string           `bun:"unit"`
	Position      string           `bun:"position"`
	Reason        string           `bun:"reason"`
	CreatedAt     time.Time        `bun:"created_at,nullzero,default:now()"`
	ConfirmedAt   *time.Time       `bun:"confirmed_at"`
	EndedAt       *time.Time       `bun:"ended_at"`
}
