package learning

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/postgres"
)

// StoredSegment is a segment as the server keeps it: all that is known of how somebody watched.
type StoredSegment struct {
	FromMs     int
	ToMs       int
	Speed      int // hundredths
	Visible    bool
	PlayedAt   *time.Time // by the device's clock
	ReceivedAt time.Time
}

// ListSegments returns what the server keeps of the caller's own watching of a lesson, the latest first, and how much
// there is. fault.ErrNotFound for another's enrollment.
func (s *Service) ListSegments(ctx context.Context, who access.Principal, enrollmentID, lessonID uuid.UUID, limit, offset int64) ([]StoredSegment, int, error) {
	var rows []StoredSegment
	var total int
	err := s.db.Read(ctx, postgres.Persons(who.PersonID), func(ctx context.Context, tx bun.Tx) error {
		e, err := findOwn(ctx, tx, enrollmentID, who.PersonID)
		if err != nil {
			return err
		}
		if _, err := findLesson(ctx, tx, e, lessonID); err != nil {
			return err
		}
		const ofLesson = ` FROM learning.watch_segments g JOIN learning.playbacks p ON p.id = g.playback_id WHERE p.enrollment_id = ? AND p.lesson_id = ?`
		if err := tx.NewRaw(`SELECT count(*)`+ofLesson, e.ID, lessonID).Scan(ctx, &total); err != nil {
			return err
		}
		return tx.NewRaw(`SELECT g.from_ms, g.to_ms, g.speed, g.visible, g.played_at, g.received_at`+ofLesson+
			` ORDER BY g.received_at DESC, g.playback_id, g.sequence DESC LIMIT ? OFFSET ?`, e.ID, lessonID, limit, offset).Scan(ctx, &rows)
	})
	return rows, total, err
}
