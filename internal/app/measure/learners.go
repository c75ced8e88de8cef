package measure

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/postgres"
)

// Learner is an officer of the demonstration who is enrolled in a course.
type Learner struct {
	RefreshToken string // of a session of their own
	PersonID     uuid.UUID
	EnrollmentID uuid.UUID
}

// learnersAtOnce is how many one transaction seats.
const learnersAtOnce = 2000

// Learners adds so many officers to the communes of a demonstration, which is in that database, and enrolls them
// in the current version of a course, with every lesson done: only the final test is left.
func Learners(ctx context.Context, url, course string, n int) ([]Learner, error) {
	owner, err := postgres.OpenAsOwner(ctx, url)
	if err != nil {
		return nil, err
	}
	defer owner.Close()
	learners := make([]Learner, 0, n)
	for len(learners) < n {
		seated, err := seatLearners(ctx, owner, course, min(learnersAtOnce, n-len(learners)))
		if err != nil {
			return nil, err
		}
		learners = append(learners, seated...)
	}
	_, err = owner.ExecContext(ctx, "ANALYZE")
	return learners, err
}

// seatSQL makes people, accounts, sessions and enrollments of those in the table seat, who belong to the communes by turns.
var seatSQL = []string{
	`CREATE TEMP TABLE seat ON COMMIT DROP AS
		WITH commune AS (SELECT agency_id, row_number() OVER (ORDER BY agency_id) - 1 AS turn, count(*) OVER () AS all_of_them
			FROM organization.agency_versions WHERE kind = 'commune' AND valid_to IS NULL)
		SELECT s.*, c.agency_id, v.course_id, v.id AS version_id
		FROM unnest(ARRAY[?]::uuid[], ARRAY[?]::uuid[], ARRAY[?]::uuid[], ARRAY[?]::text[]) WITH ORDINALITY AS s(person_id, enrollment_id, session_id, hash, turn)
		JOIN commune c ON c.turn = s.turn % c.all_of_them, catalog.courses k JOIN catalog.course_versions v ON v.id = k.current_version_id WHERE k.key = ?`,
	`INSERT INTO organization.persons (id, agency_id, kind, full_name, family_name, middle_name, given_name, code)
		SELECT person_id, agency_id, 'officer', 'Nguyễn Thị An', 'Nguyễn', 'Thị', 'An', 'T' || person_id FROM seat`,
	`INSERT INTO organization.postings (id, person_id, agency_id, position, position_group, valid_from)
		SELECT gen_random_uuid(), person_id, agency_id, 'Chuyên viên', 'officer', '2026-01-01' FROM seat`,
	`INSERT INTO identity.accounts (person_id, username, username_key, password_hash) SELECT person_id, person_id, person_id, 'none fits' FROM seat`,
	`INSERT INTO identity.sessions (id, person_id, made_by, expires_at) SELECT session_id, person_id, 'password', now() + interval '1 hour' FROM seat`,
	`INSERT INTO identity.refresh_tokens (hash, session_id, person_id) SELECT decode(hash, 'hex'), session_id, person_id FROM seat`,
	`INSERT INTO learning.enrollments (id, person_id, agency_id, course_id, course_version_id, source)
		SELECT enrollment_id, person_id, agency_id, course_id, version_id, 'self' FROM seat`,
	`INSERT INTO learning.deltas (agency_id, course_id, day, what, amount)
		SELECT agency_id, course_id, scope.today(), 'enrolled', count(*) FROM seat GROUP BY agency_id, course_id`,
	`INSERT INTO learning.lesson_progress (enrollment_id, lesson_id, person_id, agency_id, state, way, done_at)
		SELECT s.enrollment_id, l.id, s.person_id, s.agency_id, 'done', 'read', now() FROM seat s JOIN catalog.lessons l ON l.course_version_id = s.version_id`,
}

func seatLearners(ctx context.Context, owner *bun.DB, course string, n int) ([]Learner, error) {
	learners := make([]Learner, n)
	people, enrollments, sessions, hashes := make([]uuid.UUID, n), make([]uuid.UUID, n), make([]uuid.UUID, n), make([]string, n)
	for i := range learners {
		people[i], enrollments[i], sessions[i] = uuid.New(), uuid.New(), uuid.New()
		token := newToken()
		hash := sha256.Sum256(token)
		hashes[i] = hex.EncodeToString(hash[:])
		learners[i] = Learner{RefreshToken: base64.RawURLEncoding.EncodeToString(token), PersonID: people[i], EnrollmentID: enrollments[i]}
	}
	err := owner.RunInTx(ctx, nil, func(ctx context.Context, tx bun.Tx) error {
		for i, statement := range seatSQL {
			var args []any
			if i == 0 {
				args = []any{bun.List(people), bun.List(enrollments), bun.List(sessions), bun.List(hashes), course}
			}
			result, err := tx.ExecContext(ctx, statement, args...)
			if err != nil {
				return err
			}
			if made, err := result.RowsAffected(); err == nil && made == 0 {
				return errors.New("nobody can be seated: the course or the communes are missing")
			}
		}
		return nil
	})
	return learners, err
}

// newToken makes the secret of a session.
func newToken() []byte {
	token := make([]byte, 32)
	rand.Read(token)
	return token
}
