package learning

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// Completed is a completion with the moment at which its enrollment was begun.
type Completed struct {
	Completion `bun:",extend"`
	BegunAt    time.Time
}

// maxCompletions bounds the completions of one person that are listed.
const maxCompletions = 1000

// ListCompletions returns a person's completions that the scope can see, the newest first; the thousand newest at most.
func ListCompletions(ctx context.Context, tx bun.IDB, person uuid.UUID) ([]Completed, error) {
	var list []Completed
	err := tx.NewRaw(`SELECT c.id, c.enrollment_id, c.person_id, c.agency_id, c.course_id, c.course_version_id, c.round,
			c.completed_at, c.completed_on, c.score, c.periods, COALESCE(e.started_at, e.enrolled_at) AS begun_at
		FROM learning.completions c JOIN learning.enrollments e ON e.id = c.enrollment_id
		WHERE c.person_id = ? ORDER BY c.completed_at DESC, c.id DESC LIMIT ?`, person, maxCompletions).Scan(ctx, &list)
	return list, err
}

// ListAccepted returns the recognitions that a person has and that were not withdrawn, the newest first; the thousand newest at most.
func ListAccepted(ctx context.Context, tx bun.IDB, person uuid.UUID) ([]Recognition, error) {
	var list []Recognition
	err := tx.NewSelect().Model(&list).Where("person_id = ? AND state = ?", person, RecognitionAccepted).
		Order("issued_on DESC", "id DESC").Limit(maxCompletions).Scan(ctx)
	return list, err
}
