package measure

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/postgres"
)

// Viewer is a learner of the demonstration in front of a video, with a playback that has been open for hours.
type Viewer struct {
	RefreshToken string // of a session of their own
	EnrollmentID uuid.UUID
	LessonID     uuid.UUID
	PlaybackID   uuid.UUID
}

// Viewers seats so many learners of a demonstration, which is in that database, before a video of their course,
// which it opens again for those who have ended it: of an ended one the playbacks are deleted after some time.
func Viewers(ctx context.Context, url string, n int) ([]Viewer, error) {
	owner, err := postgres.OpenAsOwner(ctx, url)
	if err != nil {
		return nil, err
	}
	defer owner.Close()
	var rows []struct {
		EnrollmentID, PersonID, AgencyID, LessonID uuid.UUID
	}
	err = owner.NewRaw(`SELECT DISTINCT ON (e.person_id) e.id AS enrollment_id, e.person_id, e.agency_id, l.id AS lesson_id
		FROM learning.enrollments e JOIN catalog.lessons l ON l.course_version_id = e.course_version_id AND l.kind = 'video'
		ORDER BY e.person_id, l.position LIMIT ?`, n).Scan(ctx, &rows)
	if err != nil {
		return nil, err
	}
	if len(rows) < n {
		return nil, fmt.Errorf("only %d of %d viewers are enrolled in a course with a video", len(rows), n)
	}
	viewers := make([]Viewer, n)
	for i, r := range rows {
		v := Viewer{EnrollmentID: r.EnrollmentID, LessonID: r.LessonID, PlaybackID: uuid.New()}
		if v.RefreshToken, err = openSession(ctx, owner, r.PersonID); err != nil {
			return nil, err
		}
		_, err := owner.ExecContext(ctx, `UPDATE learning.enrollments SET completed_at = NULL WHERE id = ?3;
			INSERT INTO learning.playbacks (id, person_id, agency_id, enrollment_id, lesson_id, opened_at, expires_at)
			VALUES (?0, ?1, ?2, ?3, ?4, now() - interval '20 hours', now() + interval '4 hours')`, v.PlaybackID, r.PersonID, r.AgencyID, v.EnrollmentID, v.LessonID)
		if err != nil {
			return nil, err
		}
		viewers[i] = v
	}
	return viewers, nil
}

// openSession signs somebody in without a password, who may have had no account, and returns the session's refresh token.
func openSession(ctx context.Context, owner *bun.DB, person uuid.UUID) (string, error) {
	token := newToken()
	hash, session := sha256.Sum256(token), uuid.New()
	_, err := owner.ExecContext(ctx, `INSERT INTO identity.accounts AS a (person_id, username, username_key, password_hash) VALUES (?1, ?1::text, ?1::text, 'none fits')
		ON CONFLICT (person_id) DO UPDATE SET password_hash = coalesce(a.password_hash, 'none fits');
		INSERT INTO identity.sessions (id, person_id, made_by, expires_at) VALUES (?0, ?1, 'password', now() + interval '1 hour');
		INSERT INTO identity.refresh_tokens (hash, session_id, person_id) VALUES (?2, ?0, ?1)`, session, person, hash[:])
	return base64.RawURLEncoding.EncodeToString(token), err
}

// Told is a segment that the server has acknowledged.
type Told struct {
	PlaybackID uuid.UUID
	Sequence   int
}

// CountLost returns how many of the acknowledged segments are not stored.
func CountLost(ctx context.Context, url string, told []Told) (int, error) {
	owner, err := postgres.OpenAsOwner(ctx, url)
	if err != nil {
		return 0, err
	}
	defer owner.Close()
	var rows []Told
	if err := owner.NewRaw(`SELECT playback_id, sequence FROM learning.watch_segments`).Scan(ctx, &rows); err != nil {
		return 0, err
	}
	stored := make(map[Told]bool, len(rows))
	for _, r := range rows {
		stored[r] = true
	}
	lost := 0
	for _, t := range told {
		if !stored[t] {
			lost++
		}
	}
	return lost, nil
}
