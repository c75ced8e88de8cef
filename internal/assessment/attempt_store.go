package assessment

import (
	"context"
	"database/sql"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/postgres"
)

const attemptColumns = `id, test_id, enrollment_id, person_id, agency_id, course_id, kind, number, state, ended_by, seed, paper,
	started_at, deadline_at, submitted_at, score, max_score, scaled, passed, seat, time_back_seconds, extra_seconds, graded_at, now() AS read_at`

const selectAttempt postgres.Prepared = `SELECT ` + attemptColumns + ` FROM assessment.attempts WHERE id = $1 AND person_id = $2`

// findAttempt returns a person's own attempt; sql.ErrNoRows for another's.
func findAttempt(ctx context.Context, tx bun.IDB, id, person uuid.UUID) (Attempt, error) {
	var a Attempt
	err := selectAttempt.Scan(ctx, tx, &a, id, person)
	return a, err
}

// lockAttempt is findAttempt and holds the attempt until the transaction ends: no answer is saved
// and nobody else grades meanwhile.
func lockAttempt(ctx context.Context, tx bun.IDB, id, person uuid.UUID) (Attempt, error) {
	var a Attempt
	err := (selectAttempt + ` FOR UPDATE`).Scan(ctx, tx, &a, id, person)
	return a, err
}

// lockOverdue locks at most limit attempts that run past their deadline and the grace, leaving out
// those that somebody else is grading. While an outage waits for its time to be given back there are none.
func lockOverdue(ctx context.Context, tx bun.IDB, limit int) ([]*Attempt, error) {
	var overdue []*Attempt
	err := tx.NewRaw(`SELECT `+attemptColumns+` FROM assessment.attempts
		WHERE state = 'started' AND deadline_at < now() - make_interval(secs => ?)
		AND NOT EXISTS (SELECT FROM assessment.pulse WHERE at < now() - make_interval(secs => ?))
		ORDER BY deadline_at, id LIMIT ? FOR UPDATE SKIP LOCKED`, Grace.Seconds(), MissedPulse.Seconds(), limit).Scan(ctx, &overdue)
	return overdue, err
}

// newAttempt is an attempt that is about to begin.
type newAttempt struct {
	Attempt
	minutes int
	sitting *Sitting // nil: outside sittings
}

// newAttemptItem is what is stored of it, in the payload of a statement; the JSON names are those of its record.
type newAttemptItem struct {
	ID           uuid.UUID  `json:"id"`
	TestID       uuid.UUID  `json:"test_id"`
	EnrollmentID uuid.UUID  `json:"enrollment_id"`
	PersonID     uuid.UUID  `json:"person_id"`
	AgencyID     uuid.UUID  `json:"agency_id"`
	CourseID     uuid.UUID  `json:"course_id"`
	Kind         Kind       `json:"kind"`
	Number       int        `json:"number"`
	Seed         int64      `json:"seed"`
	Paper        Paper      `json:"paper"`
	MaxScore     int        `json:"max_score"`
	Seat         *uuid.UUID `json:"seat"`
	SittingID    *uuid.UUID `json:"sitting_id"`
	ClosesAt     *time.Time `json:"closes_at"`
	Minutes      int        `json:"minutes"`
	ExtraSeconds int        `json:"extra_seconds"`
}

func (n newAttempt) item() newAttemptItem {
	item := newAttemptItem{ID: n.ID, TestID: n.TestID, EnrollmentID: n.EnrollmentID, PersonID: n.PersonID, AgencyID: n.AgencyID, CourseID: n.CourseID,
		Kind: n.Kind, Number: n.Number, Seed: n.Seed, Paper: n.Paper, MaxScore: n.MaxScore, Seat: postgres.NullID(n.Seat),
		Minutes: n.minutes, ExtraSeconds: n.ExtraSeconds}
	if n.sitting != nil {
		item.SittingID, item.ClosesAt = &n.sitting.ID, &n.sitting.ClosesAt
	}
	return item
}

const insertNew postgres.Prepared = `INSERT INTO assessment.attempts
	(id, test_id, enrollment_id, person_id, agency_id, course_id, kind, number, state, seed, paper, max_score, seat, sitting_id, extra_seconds, deadline_at)
	SELECT id, test_id, enrollment_id, person_id, agency_id, course_id, kind, number, 'started', seed, paper, max_score, seat, sitting_id, extra_seconds,
		LEAST(now() + make_interval(mins => minutes), closes_at) + make_interval(secs => extra_seconds)
	FROM jsonb_to_recordset($1::jsonb) AS n(id uuid, test_id uuid, enrollment_id uuid, person_id uuid, agency_id uuid, course_id uuid, kind text,
		number integer, seed bigint, paper jsonb, max_score integer, seat uuid, sitting_id uuid, closes_at timestamptz, minutes integer, extra_seconds integer)
	ORDER BY enrollment_id ON CONFLICT DO NOTHING RETURNING enrollment_id, started_at, deadline_at, now() AS read_at`

// insertAttempts stores new attempts whose deadlines the database's clock sets, or the end of the sitting when that is
// earlier; extra time comes on top of either. It returns those stored, by enrollment: where another device has just
// started one there is none.
func insertAttempts(ctx context.Context, tx bun.IDB, attempts []newAttempt) (map[uuid.UUID]*Attempt, error) {
	items, byEnrollment := make([]newAttemptItem, len(attempts)), make(map[uuid.UUID]*Attempt, len(attempts))
	for i := range attempts {
		items[i], byEnrollment[attempts[i].EnrollmentID] = attempts[i].item(), &attempts[i].Attempt
	}
	var stored []Attempt
	err := insertNew.Scan(ctx, tx, &stored, postgres.JSON{V: items})
	made := make(map[uuid.UUID]*Attempt, len(stored))
	for _, row := range stored {
		a := byEnrollment[row.EnrollmentID]
		a.StartedAt, a.DeadlineAt, a.ReadAt = row.StartedAt, row.DeadlineAt, row.ReadAt
		made[row.EnrollmentID] = a
	}
	return made, err
}

const selectToGrade postgres.Prepared = `SELECT ` + attemptColumns + ` FROM assessment.attempts WHERE id = ANY ($1::uuid[]) ORDER BY id FOR UPDATE`

// lockAttempts is lockAttempt for many, of whomever the scope can see, always in the same order.
func lockAttempts(ctx context.Context, tx bun.IDB, ids []uuid.UUID) ([]*Attempt, error) {
	var attempts []*Attempt
	err := selectToGrade.Scan(ctx, tx, &attempts, ids)
	return attempts, err
}

// gradeItem is the grade of one attempt, in the payload of a statement; the JSON names are those of its record.
type gradeItem struct {
	ID       uuid.UUID    `json:"id"`
	State    AttemptState `json:"state"`
	EndedBy  string       `json:"ended_by"`
	Score    int          `json:"score"`
	MaxScore int          `json:"max_score"`
	Scaled   *int         `json:"scaled"` // nil while people mark
	Passed   *bool        `json:"passed"`
}

const closeGraded postgres.Prepared = `UPDATE assessment.attempts a
	SET state = g.state, ended_by = g.ended_by, score = g.score, max_score = g.max_score, scaled = g.scaled, passed = g.passed,
		submitted_at = CASE WHEN g.ended_by = 'deadline' THEN a.deadline_at ELSE now() END
	FROM jsonb_to_recordset($1::jsonb) AS g(id uuid, state text, ended_by text, score integer, max_score integer, scaled integer, passed boolean)
	WHERE a.id = ANY ($2::uuid[]) AND a.id = g.id AND a.state = 'started' RETURNING a.id, a.submitted_at`

// storeGrades ends locked attempts, in the order of their grades, and brings them up to date. One that the deadline
// ended counts as submitted then, whenever it is graded. sql.ErrNoRows when the scope does not see one of them.
func storeGrades(ctx context.Context, tx bun.IDB, attempts []*Attempt, grades []gradeItem) error {
	var ended []struct {
		ID          uuid.UUID
		SubmittedAt time.Time
	}
	if err := plantedStatement(closeGraded).Scan(ctx, tx, &ended, postgres.JSON{V: grades}, gradedIDs(grades)); err != nil {
		return err
	}
	if len(ended) < len(attempts) {
		return sql.ErrNoRows
	}
	at := map[uuid.UUID]time.Time{}
	for _, e := range ended {
		at[e.ID] = e.SubmittedAt
	}
	for i, a := range attempts {
		g, submitted := grades[i], at[a.ID]
		g.apply(a)
		a.EndedBy, a.SubmittedAt = &g.EndedBy, &submitted
	}
	return nil
}

func gradedIDs(grades []gradeItem) []uuid.UUID {
	ids := make([]uuid.UUID, len(grades))
	for i, g := range grades {
		ids[i] = g.ID
	}
	return ids
}

// apply brings an attempt up to date.
func (g gradeItem) apply(a *Attempt) {
	a.State, a.Score, a.MaxScore, a.Scaled, a.Passed = g.State, &g.Score, g.MaxScore, g.Scaled, g.Passed
}

const updateResults postgres.Prepared = `UPDATE assessment.attempts a
	SET state = g.state, score = g.score, max_score = g.max_score, scaled = g.scaled, passed = g.passed, graded_at = now()
	FROM jsonb_to_recordset($1::jsonb) AS g(id uuid, state text, score integer, max_score integer, scaled integer, passed boolean)
	WHERE a.id = ANY ($2::uuid[]) AND a.id = g.id RETURNING a.id`

// storeResults gives attempts that were handed in another result. sql.ErrNoRows when the scope does not see one.
func storeResults(ctx context.Context, tx bun.IDB, grades []gradeItem) error {
	var changed []struct{ ID uuid.UUID }
	err := updateResults.Scan(ctx, tx, &changed, postgres.JSON{V: grades}, gradedIDs(grades))
	if err == nil && len(changed) < len(grades) {
		return sql.ErrNoRows
	}
	return err
}

// taken is what the rules for starting ask of an attempt.
type taken struct {
	EnrollmentID uuid.UUID
	ID           uuid.UUID
	Kind         Kind
	State        AttemptState
	SubmittedAt  *time.Time
	Scaled       *int
	Passed       *bool
	ReadAt       time.Time
}

// listTaken returns the attempts of an enrollment, the oldest first.
func listTaken(ctx context.Context, tx bun.IDB, enrollmentID uuid.UUID) ([]taken, error) {
	of, err := listTakenOf(ctx, tx, []uuid.UUID{enrollmentID})
	return of[enrollmentID], err
}

const selectTaken postgres.Prepared = `SELECT enrollment_id, id, kind, state, submitted_at, scaled, passed, now() AS read_at
	FROM assessment.attempts WHERE enrollment_id = ANY ($1::uuid[]) ORDER BY number`

// listTakenOf is listTaken for many.
func listTakenOf(ctx context.Context, tx bun.IDB, enrollments []uuid.UUID) (map[uuid.UUID][]taken, error) {
	var all []taken
	err := selectTaken.Scan(ctx, tx, &all, enrollments)
	of := map[uuid.UUID][]taken{}
	for _, t := range all {
		of[t.EnrollmentID] = append(of[t.EnrollmentID], t)
	}
	return of, err
}
