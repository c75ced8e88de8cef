package learning

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/postgres"
)

// playbackHours is how long a playback counts; whoever watches on opens another.
const playbackHours = 24

// OpenPlayback begins to count watching of a video lesson. One playback is open per person: an
// older one, on whatever device, ends here. The id is the player's token for messages: the server knows whose it is,
// in which session and for which lesson it was opened and when it expires. fault.ErrNotFound for a lesson without a video.
func (s *Service) OpenPlayback(ctx context.Context, who access.Principal, enrollmentID, lessonID uuid.UUID) (uuid.UUID, error) {
	id := audit.NewID()
	err := s.db.RunInTx(ctx, postgres.Persons(who.PersonID), func(ctx context.Context, tx bun.Tx) error {
		if err := lockPlayer(ctx, tx, who.PersonID); err != nil {
			return err
		}
		e, err := lockOwn(ctx, tx, enrollmentID, who.PersonID)
		if err != nil {
			return err
		}
		if _, err := s.filmOf(ctx, tx, e, lessonID); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `UPDATE learning.playbacks SET ended_at = clock_timestamp() WHERE person_id = ? AND ended_at IS NULL`, who.PersonID); err != nil {
			return err
		}
		if err := s.begin(ctx, tx, e, lessonID); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO learning.playbacks (id, person_id, agency_id, enrollment_id, lesson_id, session_id, opened_at, expires_at)
			SELECT ?, ?, ?, ?, ?, ?, now.at, now.at + make_interval(hours => ?) FROM clock_timestamp() AS now(at)`,
			id, who.PersonID, e.AgencyID, e.ID, lessonID, postgres.NullID(who.SessionID), playbackHours)
		return err
	})
	return id, err
}

// lockPlayer lets a person open one playback at a time, in whatever course.
func lockPlayer(ctx context.Context, tx bun.IDB, person uuid.UUID) error {
	_, err := tx.ExecContext(ctx, `SELECT pg_advisory_xact_lock(hashtextextended('playback of ' || ?, 0))`, person.String())
	return err
}
