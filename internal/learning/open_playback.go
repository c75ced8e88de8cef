package learning

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/postgres"
)

// OpenPlayback begins to count watching of a video lesson. One playback is open per person: an
// older one, on whatever device, ends here. fault.ErrNotFound for a lesson without a video.
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
		if _, err := findFilm(ctx, tx, e, lessonID); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `UPDATE learning.playbacks SET ended_at = clock_timestamp() WHERE person_id = ? AND ended_at IS NULL`, who.PersonID); err != nil {
			return err
		}
		if err := s.begin(ctx, tx, e, lessonID); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO learning.playbacks (id, person_id, agency_id, enrollment_id, lesson_id, opened_at)
			VALUES (?, ?, ?, ?, ?, clock_timestamp())`,
			id, who.PersonID, e.AgencyID, e.ID, lessonID)
		return err
	})
	return id, err
}

// lockPlayer lets a person open one playback at a time, in whatever course.
func lockPlayer(ctx context.Context, tx bun.IDB, person uuid.UUID) error {
	_, err := tx.ExecContext(ctx, `SELECT pg_advisory_xact_lock(hashtextextended('playback of ' || ?, 0))`, person.String())
	return err
}
