package learning

import (
	"context"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/access"
)

// maxSegments bounds what one message of the player may carry.
const maxSegments = 200

// Segment is one stretch that the player showed without a jump. Sequence numbers grow within a
// playback; a segment that arrives twice counts once. What the device says of its clock and of the page decides nothing.
type Segment struct {
	Sequence int
	Interval
	PlayedAt time.Time // when it began, by the device's clock; zero when it was not told
	Speed    int       // hundredths
	Hidden   bool      // the page was in the background
}

// WatchState is what the server has credited.
type WatchState struct {
	WatchedMs  int
	PositionMs int
	Done       bool
	Missing    []Interval
	Ended      bool // the playback ended, since another was opened: what is played on in it no longer counts
}

// RecordWatch is a message of the player.
type RecordWatch struct {
	EnrollmentID uuid.UUID
	LessonID     uuid.UUID
	PlaybackID   uuid.UUID
	Segments     []Segment // at most maxSegments count
	PositionMs   int
}

// RecordWatch credits watched segments: never more than the time for which the person's playbacks
// of this lesson were open, times the fastest speed of the course, and only within the video; of a segment for which
// that is not enough the beginning counts. Segments that came late over a lost line count while they fit into the
// time before the playback ended. It returns once the credit is committed.
// Errors: fault.ErrNotFound for another person's enrollment or playback, one of another lesson, and a lesson without
// a video; fault.ErrUnavailable when too many wait.
func (s *Service) RecordWatch(ctx context.Context, who access.Principal, w RecordWatch) (WatchState, error) {
	w.Segments = w.Segments[:min(len(w.Segments), maxSegments)]
	return s.watches.Send(ctx, watchMessage{RecordWatch: w, PersonID: who.PersonID})
}
