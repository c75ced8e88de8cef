package assessment

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/postgres"
)

const attemptColumns = `id, test_id, enrollment_id, person_id, agency_id, course_id, kind, number, state, ended_by, seed, paper,
	started_at, deadline_at, submitted_at, score, max_score, scaled, passed, now() AS read_at`

// findAttempt returns a person's own attempt; sql.ErrNoRows for another's.
func findAttempt(ctx context.Context, tx bun.IDB, id, person uuid.UUID) (Attempt, error) {
	var a Attempt
	err := tx.NewRaw(`SELECT `+attemptColumns+` FROM assessment.attempts WHERE id = ? AND person_id = ?`, id, person).Scan(ctx, &a)
	return a, err
}

// lockAttempt is findAttempt and holds the attempt until the transaction ends: no answer is saved
// and nobody else grades meanwhile.
func lockAttempt(ctx context.Context, tx bun.IDB, id, person uuid.UUID) (Attempt, error) {
	var a Attempt
	err := tx.NewRaw(`SELECT `+attemptColumns+` FROM assessment.attempts WHERE id = ? AND person_id = ? FOR UPDATE`, id, person).Scan(ctx, &a)
	return a, err
}

// lockOverdue locks at most limit attempts that run past their deadline and the grace, leaving out
// those that somebody else is grading.
func lockOverdue(ctx context.Context, tx bun.IDB, limit int) ([]Attempt, error) {
	var overdue []Attempt
	err := tx.NewRaw(`SELECT `+attemptColumns+` FROM assessment.attempts
		WHERE state = 'started' AND deadline_at < now() - make_interval(secs => ?)
		ORDER BY deadline_at, id LIMIT ? FOR UPDATE SKIP LOCKED`, Grace.Seconds(), limit).Scan(ctx, &overdue)
	return overdue, err
}

// insertAttempt stores a new attempt whose deadline the database's clock sets. sql.ErrNoRows when
// another device has just started one.
func insertAttempt(ctx context.Context, tx bun.IDB, a Attempt, minutes int) (Attempt, error) {
	var stored Attempt
	err := tx.NewRaw(`INSERT INTO assessment.attempts
		(id, test_id, enrollment_id, person_id, agency_id, course_id, kind, number, state, seed, paper, deadline_at, max_score)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'started', ?, ?, now() + make_interval(mins => ?), ?)
		ON CONFLICT DO NOTHING RETURNING `+attemptColumns,
		a.ID, a.TestID, a.EnrollmentID, a.PersonID, a.AgencyID, a.CourseID, string(a.Kind), a.Number, a.Seed, postgres.JSON{V: a.Paper}, minutes, a.MaxScore).Scan(ctx, &stored)
	return stored, err
}

// storeGrade closes a locked attempt. One that the deadline ended counts as submitted then,
// whenever it is graded.
func storeGrade(ctx context.Context, tx bun.IDB, a *Attempt, g grade) error {
	endedBy := endedByLearner
	if a.overdue() {
		endedBy = endedByDeadline
	}
	return tx.NewRaw(`UPDATE assessment.attempts SET state = 'graded', ended_by = ?0, score = ?1, scaled = ?2, passed = ?3,
		submitted_at = CASE WHEN ?0 = 'deadline' THEN deadline_at ELSE now() END
		WHERE id = ?4 AND state = 'started' RETURNING `+attemptColumns, endedBy, g.score, g.scaled, g.passed, a.ID).Scan(ctx, a)
}

// taken is what the rules for starting ask of an attempt.
type taken struct {
	ID          uuid.UUID
	Kind        Kind
	State       AttemptState
	SubmittedAt *time.Time
	Scaled      *int
	Passed      *bool
	ReadAt      time.Time
}

// listTaken returns the attempts of an enrollment, the oldest first.
func listTaken(ctx context.Context, tx bun.IDB, enrollmentID uuid.UUID) ([]taken, error) {
	var all []taken
	err := tx.NewRaw(`SELECT id, kind, state, submitted_at, scaled, passed, now() AS read_at
		FROM assessment.attempts WHERE enrollment_id = ? ORDER BY number`, enrollmentID).Scan(ctx, &all)
	return all, err
}
