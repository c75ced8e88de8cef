package assessment

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/postgres"
)

// ScriptState says how far people are with an answer.
type ScriptState string

// The states of a script.
const (
	ScriptWaiting    ScriptState = "waiting"    // chờ chấm: for its first or second mark
	ScriptModeration ScriptState = "moderation" // hai người chấm lệch nhau: a third person decides
	ScriptFinal      ScriptState = "final"      // đã có điểm
)

// claimFor is how long an answer is kept for the marker who took it.
const claimFor = 30 * time.Minute

// scriptRow is an answer that people mark (bài tự luận), without a name on it.
type scriptRow struct {
	bun.BaseModel  `bun:"table:assessment.scripts"`
	ID             uuid.UUID   `bun:"id"`
	AttemptID      uuid.UUID   `bun:"attempt_id"`
	Position       int         `bun:"position"`
	Part           int         `bun:"part"` // of a case study, from 1; 0: the whole question
	PersonID       uuid.UUID   `bun:"person_id"`
	AgencyID       uuid.UUID   `bun:"agency_id"`
	CourseID       uuid.UUID   `bun:"course_id"`
	TestID         uuid.UUID   `bun:"test_id"`
	VersionID      uuid.UUID   `bun:"question_version_id"`
	MaxPoints      int         `bun:"max_points"`
	SecondMarker   bool        `bun:"second_marker"`
	ModerationOver int         `bun:"moderation_over"` // hundredths of a point
	State          ScriptState `bun:"state"`
	Points         *int        `bun:"points"` // hundredths, once final
	ClaimedBy      *uuid.UUID  `bun:"claimed_by"`
	ClaimedUntil   *time.Time  `bun:"claimed_until"`
	CreatedAt      time.Time   `bun:"created_at,nullzero,default:now()"`
	ReadAt         time.Time   `bun:"read_at,scanonly"` // the database's clock when this was read
}

// scriptsOf makes the scripts of an attempt that was handed in.
func scriptsOf(a *Attempt, test Test, waiting []toMark) []scriptRow {
	rows := make([]scriptRow, len(waiting))
	for i, w := range waiting {
		most := int(w.Body.MaxPoints)
		rows[i] = scriptRow{ID: audit.NewID(), AttemptID: a.ID, Position: w.position, Part: w.Part, PersonID: a.PersonID, AgencyID: a.AgencyID,
			CourseID: a.CourseID, TestID: a.TestID, VersionID: a.Paper.Items[w.position-1].VersionID, MaxPoints: most,
			SecondMarker: test.Marking.SecondMarker, ModerationOver: most * test.Marking.ModerationPercent / 100, State: ScriptWaiting}
	}
	return rows
}

// Code is the number (số phách) under which people speak of something without a name: random, and never the person's.
func Code(id uuid.UUID) string { return fmt.Sprintf("%X", id[12:16]) }

// heldBy reports whether the script is kept for a marker now.
func (r scriptRow) heldBy(person uuid.UUID) bool {
	return r.ClaimedBy != nil && *r.ClaimedBy == person && r.ClaimedUntil.After(r.ReadAt)
}

// Mark (điểm chấm) is one round of one marker. Marks are never changed.
type Mark struct {
	bun.BaseModel `bun:"table:assessment.marks"`
	ID            uuid.UUID      `bun:"id"`
	ScriptID      uuid.UUID      `bun:"script_id"`
	PersonID      uuid.UUID      `bun:"person_id"`
	AgencyID      uuid.UUID      `bun:"agency_id"`
	MarkerID      uuid.UUID      `bun:"marker_id"`
	Round         int            `bun:"round"`             // 1 first, 2 second, 3 moderation
	Levels        map[string]int `bun:"levels,type:jsonb"` // the place of the level by the criterion's key
	Points        int            `bun:"points"`            // hundredths
	Comment       string         `bun:"comment"`
	CreatedAt     time.Time      `bun:"created_at,nullzero,default:now()"`
}

// outcome is what the marks of a script amount to: where it stands and, once final, its points. Two marks that differ
// by no more than over give their mean, halves rounded up; otherwise the third person's mark is the result.
func outcome(marks []Mark, second bool, over int) (ScriptState, *int) {
	final := func(points int) (ScriptState, *int) { return ScriptFinal, &points }
	switch {
	case len(marks) == 0 || (second && len(marks) == 1):
		return ScriptWaiting, nil
	case !second:
		return final(marks[0].Points)
	case len(marks) >= 3:
		return final(marks[2].Points)
	case abs(marks[0].Points-marks[1].Points) > over:
		return ScriptModeration, nil
	}
	return final((marks[0].Points + marks[1].Points + 1) / 2)
}

func abs(n int) int { return max(n, -n) }

// gradingScope is the reach of a right, for rows without names.
func gradingScope(who access.Principal, right access.Permission) (postgres.Scope, error) {
	return postgres.Agencies(who.AgenciesFor(right)...), who.Require(right)
}

func listMarks(ctx context.Context, tx bun.IDB, script uuid.UUID) ([]Mark, error) {
	var marks []Mark
	err := tx.NewSelect().Model(&marks).Where("script_id = ?", script).Order("round").Scan(ctx)
	return marks, err
}
