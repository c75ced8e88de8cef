package gathering

import (
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// MarkState is what the roll call says of a participant in a session.
type MarkState string

// The states of a mark.
const (
	Present MarkState = "present" // có mặt
	Late    MarkState = "late"    // đến muộn
	Excused MarkState = "excused" // vắng có lý do
	Absent  MarkState = "absent"  // vắng
)

// Mark (điểm danh) is one mark of a roll call, made on somebody's device. The reason of an excused
// absence is one of a few words, so that nothing about health is ever written.
type Mark struct {
	bun.BaseModel `bun:"table:gathering.attendance_marks"`
	ID            uuid.UUID  `bun:"id"` // made on the device
	ClassID       uuid.UUID  `bun:"class_id"`
	SessionID     uuid.UUID  `bun:"session_id"`
	ParticipantID uuid.UUID  `bun:"participant_id"`
	PersonID      uuid.UUID  `bun:"person_id"`
	AgencyID      uuid.UUID  `bun:"agency_id"`
	HostID        uuid.UUID  `bun:"host_agency_id"`
	CalledBy      *uuid.UUID `bun:"called_by_agency_id"`
	State         MarkState  `bun:"state"`
	Excuse        string     `bun:"excuse"` // duty, leave, other; only of an excused absence
	MarkedAt      time.Time  `bun:"marked_at"`
	MarkedBy      uuid.UUID  `bun:"marked_by"`
	Correction    string     `bun:"correction"`
}

// valid reports whether a mark says what it must.
func (m Mark) valid() bool {
	switch m.State {
	case Present, Late, Absent:
		return m.ID != uuid.Nil && m.Excuse == ""
	case Excused:
		return m.ID != uuid.Nil && (m.Excuse == "duty" || m.Excuse == "leave" || m.Excuse == "other")
	}
	return false
}

// attendedShare reports whether somebody who attended some of the sessions reaches a share in percent.
// An excused absence is an absence here: the course asks for what was heard.
func attendedShare(attended, sessions, share int) bool {
	return sessions > 0 && attended*100 >= share*sessions
}
