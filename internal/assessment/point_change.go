package assessment

import (
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// Cause says why a result became another one.
type Cause string

// The causes of changes.
const (
	ByMarking    Cause = "marking"    // people have marked the last answer
	ByAppeal     Cause = "appeal"     // phúc khảo
	ByCorrection Cause = "correction" // đính chính đáp án
)

// PointChange (thay đổi điểm) is one line of a result's history. It is never changed; one by hand or by a correction has
// a second person's approval.
type PointChange struct {
	bun.BaseModel `bun:"table:assessment.point_changes"`
	ID            uuid.UUID  `bun:"id"`
	AttemptID     uuid.UUID  `bun:"attempt_id"`
	PersonID      uuid.UUID  `bun:"person_id"`
	AgencyID      uuid.UUID  `bun:"agency_id"`
	Cause         Cause      `bun:"cause"`
	CauseID       *uuid.UUID `bun:"cause_id"` // the appeal or the correction
	Position      int        `bun:"position"` // 0: the whole paper
	ScoreBefore   int        `bun:"score_before"`
	ScoreAfter    int        `bun:"score_after"`
	ScaledBefore  *int       `bun:"scaled_before"` // nil: there was no result yet
	ScaledAfter   int        `bun:"scaled_after"`
	PassedBefore  *bool      `bun:"passed_before"`
	PassedAfter   bool       `bun:"passed_after"`
	Reason        string     `bun:"reason"`
	ChangedBy     uuid.UUID  `bun:"changed_by"`
	ApprovedBy    *uuid.UUID `bun:"approved_by"`
	CreatedAt     time.Time  `bun:"created_at,nullzero,default:now()"`
}
