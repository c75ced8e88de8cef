package learning

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/audit"
	"taphuan/internal/catalog"
	"taphuan/internal/organization"
	"taphuan/internal/outbox"
	"taphuan/internal/postgres"
)

// TestKind tells the tests that count for completion.
type TestKind string

// The kinds of test that learning knows.
const (
	PreTest   TestKind = "pre_test" // passing it stands for the lessons
	FinalTest TestKind = "final"
)

// TestPass is a test that an enrollment has passed. Score is in hundredths of 10.
type TestPass struct {
	EnrollmentID uuid.UUID
	Kind         TestKind
	Score        int
}

// RecordTestPassesTx notes that tests were passed and completes the courses of which that was the last part.
// assessment calls it in the transaction that grades. It returns the enrollments among them that are complete. An
// enrollment that the scope cannot see is left out.
func (s *Service) RecordTestPassesTx(ctx context.Context, tx bun.Tx, passes []TestPass) (complete map[uuid.UUID]bool, err error) {
	if len(passes) == 0 {
		return nil, nil
	}
	ids := make([]uuid.UUID, len(passes))
	for i, p := range passes {
		ids[i] = p.EnrollmentID
	}
	enrollments, err := lockByID(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	if err := storePasses(ctx, tx, passes); err != nil {
		return nil, err
	}
	return s.completeTx(ctx, tx, enrollments)
}

// lockByID returns enrollments that the scope can see and holds them until the commit, always in the same order.
func lockByID(ctx context.Context, tx bun.IDB, ids []uuid.UUID) ([]Enrollment, error) {
	var found []Enrollment
	err := (selectEnrollments + ` ORDER BY id FOR NO KEY UPDATE`).Scan(ctx, tx, &found, ids)
	return found, err
}

const insertPasses postgres.Prepared = `INSERT INTO learning.test_passes (enrollment_id, kind, person_id, agency_id, score)
	SELECT e.id, p.kind, e.person_id, e.agency_id, p.score
	FROM unnest($1::uuid[], $2::text[], $3::int[]) AS p(enrollment_id, kind, score)
	JOIN (SELECT id, person_id, agency_id FROM learning.enrollments WHERE id = ANY ($1::uuid[])) e ON e.id = p.enrollment_id
	ORDER BY e.id, p.kind
	ON CONFLICT (enrollment_id, kind) DO UPDATE SET score = GREATEST(test_passes.score, EXCLUDED.score)`

func storePasses(ctx context.Context, tx bun.IDB, passes []TestPass) error {
	ids, kinds, scores := make([]uuid.UUID, len(passes)), make([]string, len(passes)), make([]int, len(passes))
	for i, p := range passes {
		ids[i], kinds[i], scores[i] = p.EnrollmentID, string(p.Kind), p.Score
	}
	_, err := insertPasses.Exec(ctx, tx, ids, kinds, scores)
	return err
}

// completeOneTx is completeTx for an enrollment that the transaction changes.
func (s *Service) completeOneTx(ctx context.Context, tx bun.Tx, enrollmentID uuid.UUID) error {
	locked, err := lockByID(ctx, tx, []uuid.UUID{enrollmentID})
	if err != nil {
		return err
	}
	_, err = s.completeTx(ctx, tx, locked)
	return err
}

// completeTx decides which of the locked enrollments are complete and, for those that are so for the first time,
// writes the facts with the agency of this moment, their deltas and events.
func (s *Service) completeTx(ctx context.Context, tx bun.Tx, locked []Enrollment) (complete map[uuid.UUID]bool, err error) {
	complete = map[uuid.UUID]bool{}
	var open []Enrollment
	var ids, versions []uuid.UUID
	for _, e := range locked {
		if e.CompletedAt != nil {
			complete[e.ID] = true
			continue
		}
		open, ids, versions = append(open, e), append(ids, e.ID), append(versions, e.CourseVersionID)
	}
	counted, err := countParts(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	lessons, err := catalog.CountLessons(ctx, tx, versions)
	if err != nil {
		return nil, err
	}
	missing, err := attendanceMissing(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	open = slices.DeleteFunc(open, func(e Enrollment) bool {
		p := counted[e.ID]
		return !p.Final || missing[e.ID] || !p.PreTest && p.LessonsDone < lessons[e.CourseVersionID]
	})
	for _, e := range open {
		complete[e.ID] = true
	}
	return complete, s.writeCompletions(ctx, tx, open)
}

const markComplete postgres.Prepared = `UPDATE learning.enrollments SET completed_at = now() WHERE id = ANY ($1::uuid[])`

func (s *Service) writeCompletions(ctx context.Context, tx bun.Tx, done []Enrollment) error {
	if len(done) == 0 {
		return nil
	}
	rows, err := s.completionsOf(ctx, tx, done)
	if err != nil {
		return err
	}
	if _, err := tx.NewInsert().Model(&rows).Value("completed_at", "now()").Exec(ctx); err != nil {
		return err
	}
	ids := make([]uuid.UUID, len(done))
	var deltas []delta
	events := make([]outbox.Event, len(done))
	for i, row := range rows {
		ids[i], events[i] = row.EnrollmentID, CourseCompleted{EnrollmentID: row.EnrollmentID}
		deltas = append(deltas, delta{row.AgencyID, row.CourseID, "completed", 1}, delta{row.AgencyID, row.CourseID, "periods", row.Periods})
	}
	if _, err := markComplete.Exec(ctx, tx, ids); err != nil {
		return err
	}
	if err := addDeltas(ctx, tx, s.today(), deltas); err != nil {
		return err
	}
	return s.outbox.AppendTx(ctx, tx, events...)
}

// completionsOf makes the facts of enrollments that are complete now.
func (s *Service) completionsOf(ctx context.Context, tx bun.Tx, done []Enrollment) ([]Completion, error) {
	ids, persons := make([]uuid.UUID, len(done)), make([]uuid.UUID, len(done))
	for i, e := range done {
		ids[i], persons[i] = e.ID, e.PersonID
	}
	places, err := organization.FindPlaces(ctx, tx, persons, s.today())
	if err != nil {
		return nil, err
	}
	scores, err := finalScores(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	rows, courses := make([]Completion, len(done)), map[uuid.UUID]catalog.Course{}
	for i, e := range done {
		course, known := courses[e.CourseVersionID]
		if !known {
			if course, err = catalog.FindVersion(ctx, tx, e.CourseVersionID); err != nil {
				return nil, err
			}
			courses[e.CourseVersionID] = course
		}
		agency := places[e.PersonID].AgencyID
		if agency == uuid.Nil { // left between the last lesson and the test: the agency of enrolling
			agency = e.AgencyID
		}
		score := scores[e.ID]
		rows[i] = Completion{ID: audit.NewID(), EnrollmentID: e.ID, PersonID: e.PersonID, AgencyID: agency, CourseID: e.CourseID,
			CourseVersionID: e.CourseVersionID, Round: e.Round, CompletedOn: s.today(), Score: &score, Periods: course.Periods}
	}
	return rows, nil
}

const selectScores postgres.Prepared = `SELECT enrollment_id, score FROM learning.test_passes WHERE enrollment_id = ANY ($1::uuid[]) AND kind = 'final'`

func finalScores(ctx context.Context, tx bun.IDB, enrollments []uuid.UUID) (map[uuid.UUID]int, error) {
	var rows []struct {
		EnrollmentID uuid.UUID
		Score        int
	}
	err := selectScores.Scan(ctx, tx, &rows, enrollments)
	scores := map[uuid.UUID]int{}
	for _, row := range rows {
		scores[row.EnrollmentID] = row.Score
	}
	return scores, err
}

// DayOf returns the day of an instant in Viet Nam.
func DayOf(t time.Time) time.Time { return organization.Day(t) }
