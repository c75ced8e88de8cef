package main

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
)

// readStored reads, past the program, what the database holds of some enrollments.
func readStored(ctx context.Context, url string, enrollments []string) (Stored, error) {
	s := Stored{Attempts: map[string]Attempt{}, Answers: map[Place]Answer{}, Completions: map[string]int{}, Certificates: map[string]int{}}
	db, err := pgx.Connect(ctx, url)
	if err != nil {
		return s, err
	}
	defer db.Close(ctx)
	const attempts = `SELECT id::text, enrollment_id::text, state = 'graded', deadline_at, coalesce(submitted_at, 'epoch'), coalesce(score, 0)
		FROM assessment.attempts WHERE enrollment_id = ANY ($1::uuid[])`
	var a Attempt
	err = each(ctx, db, attempts, enrollments, []any{&a.ID, &a.Enrollment, &a.Graded, &a.DeadlineAt, &a.SubmittedAt, &a.Score}, func() { s.Attempts[a.ID] = a })
	if err != nil {
		return s, err
	}
	const answers = `SELECT a.attempt_id::text, a.position, a.revision, coalesce(a.payload->>'text', ''), a.saved_at, a.late, a.points
		FROM assessment.answers a JOIN assessment.attempts t ON t.id = a.attempt_id WHERE t.enrollment_id = ANY ($1::uuid[])`
	var w Answer
	err = each(ctx, db, answers, enrollments, []any{&w.Attempt, &w.Position, &w.Revision, &w.Text, &w.SavedAt, &w.Late, &w.Points}, func() { s.Answers[w.Place] = w })
	if err != nil {
		return s, err
	}
	for query, counts := range map[string]map[string]int{
		`SELECT enrollment_id::text, count(*) FROM learning.completions WHERE enrollment_id = ANY ($1::uuid[]) GROUP BY 1`:     s.Completions,
		`SELECT enrollment_id::text, count(*) FROM certificate.certificates WHERE enrollment_id = ANY ($1::uuid[]) GROUP BY 1`: s.Certificates,
	} {
		var enrollment string
		var n int
		if err := each(ctx, db, query, enrollments, []any{&enrollment, &n}, func() { counts[enrollment] = n }); err != nil {
			return s, err
		}
	}
	return s, nil
}

// each reads the rows of a query into the same places, one after another.
func each(ctx context.Context, db *pgx.Conn, query string, enrollments []string, into []any, do func()) error {
	rows, err := db.Query(ctx, query, enrollments)
	if err != nil {
		return err
	}
	_, err = pgx.ForEachRow(rows, into, func() error { do(); return nil })
	return err
}

// awaitRest waits until nothing of the load is still under way in the database, at most for a while: transactions of
// killed servers end, certificates are written, and attempts whose time is over are graded.
func awaitRest(ctx context.Context, url string, atMost time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, atMost)
	defer cancel()
	db, err := connect(ctx, url)
	if err != nil {
		return err
	}
	defer db.Close(context.WithoutCancel(ctx))
	const busy = `SELECT (SELECT count(*) FROM assessment.attempts WHERE state = 'started' AND deadline_at < now() - interval '5 s')
		+ (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND xact_start < now() - interval '1 s' AND pid <> pg_backend_pid())`
	for {
		var n int
		if err := db.QueryRow(ctx, busy).Scan(&n); err != nil || n == 0 {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(200 * time.Millisecond):
		}
	}
}

// connect tries until the database answers.
func connect(ctx context.Context, url string) (*pgx.Conn, error) {
	for {
		db, err := pgx.Connect(ctx, url)
		if err == nil {
			return db, nil
		}
		select {
		case <-ctx.Done():
			return nil, err
		case <-time.After(100 * time.Millisecond):
		}
	}
}
