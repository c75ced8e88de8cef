package media

import (
	"context"
	"os"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/media/caption"
	"taphuan/internal/postgres"
)

// listenLimit is how long one may wait until a video was listened to; an hour of it takes some seconds.
const listenLimit = 90 * time.Second

// listening lets one video at a time be listened to: it takes a core.
var listening = make(chan struct{}, 1)

// listen returns what is heard in a video file; whoever asks first waits while ffmpeg listens to it, and it is kept.
// Without ffmpeg, or when the file cannot be heard in time, the sound is not known and only the length is told.
func (s *Service) listen(ctx context.Context, file File) (caption.Video, error) {
	known, err := findSound(ctx, s.db.Bun, file)
	if err != nil || known.Heard || known.Length == 0 {
		return known, err
	}
	if s.tools == nil {
		return known, nil
	}
	silences, err := s.silencesOf(ctx, file)
	if err != nil {
		return known, ctx.Err() // what cannot be heard is timed evenly
	}
	if err := storeSilences(ctx, s.db.Bun, file.ID, silences); err != nil {
		return known, err
	}
	return heardVideo(silences, known.Length), nil
}

func (s *Service) silencesOf(ctx context.Context, file File) ([]caption.Span, error) {
	ctx, cancel := context.WithTimeout(ctx, listenLimit)
	defer cancel()
	select {
	case listening <- struct{}{}:
		defer func() { <-listening }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	folder, err := os.MkdirTemp("", "taphuan-video-*")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	path, err := s.bring(ctx, file, folder)
	if err != nil {
		return nil, err
	}
	return Silences(ctx, *s.tools, path, lengthOf(file))
}

func lengthOf(file File) time.Duration { return time.Duration(file.DurationMs) * time.Millisecond }

func heardVideo(silences []caption.Span, length time.Duration) caption.Video {
	return caption.Video{Length: length, Sound: soundBetween(silences, length), Heard: true}
}

// findSound returns what is known of a video file without listening to it.
func findSound(ctx context.Context, tx bun.IDB, file File) (caption.Video, error) {
	var rows []string
	err := tx.NewRaw("SELECT spans::text FROM media.silences WHERE file_id = ?", file.ID).Scan(ctx, &rows)
	if err != nil || len(rows) == 0 {
		return caption.Video{Length: lengthOf(file)}, err
	}
	var spans [][2]int64
	if err := (postgres.JSON{V: &spans}).Scan(rows[0]); err != nil {
		return caption.Video{}, err
	}
	silences := make([]caption.Span, len(spans))
	for i, s := range spans {
		silences[i] = caption.Span{Start: time.Duration(s[0]) * time.Millisecond, End: time.Duration(s[1]) * time.Millisecond}
	}
	return heardVideo(silences, lengthOf(file)), nil
}

func storeSilences(ctx context.Context, tx bun.IDB, file uuid.UUID, silences []caption.Span) error {
	spans := make([][2]int64, len(silences))
	for i, s := range silences {
		spans[i] = [2]int64{s.Start.Milliseconds(), s.End.Milliseconds()}
	}
	_, err := tx.ExecContext(ctx, "INSERT INTO media.silences (file_id, spans) VALUES (?, ?) ON CONFLICT DO NOTHING", file, postgres.JSON{V: spans})
	return err
}
