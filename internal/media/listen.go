package media

import (
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
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
	ffmpeg, err := exec.LookPath("ffmpeg")
	if err != nil {
		return known, nil
	}
	silences, err := s.silencesOf(ctx, ffmpeg, file)
	if err != nil {
		return known, ctx.Err() // what cannot be heard is timed evenly
	}
	if err := storeSilences(ctx, s.db.Bun, file.ID, silences); err != nil {
		return known, err
	}
	return heardVideo(silences, known.Length), nil
}

func (s *Service) silencesOf(ctx context.Context, ffmpeg string, file File) ([]caption.Span, error) {
	ctx, cancel := context.WithTimeout(ctx, listenLimit)
	defer cancel()
	select {
	case listening <- struct{}{}:
		defer func() { <-listening }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	bytes, err := s.storage.Open(ctx, file.Key())
	if err != nil {
		return nil, err
	}
	defer bytes.Close()
	path, remove, err := pathOf(bytes)
	if err != nil {
		return nil, err
	}
	defer remove()
	return Silences(ctx, ffmpeg, path, lengthOf(file))
}

// pathOf is where other programs read the bytes: in the storage's own folder, or in a copy for as long as it takes.
func pathOf(bytes io.Reader) (path string, remove func(), err error) {
	if file, ours := bytes.(*os.File); ours {
		return file.Name(), func() {}, nil
	}
	copied, err := os.CreateTemp("", "taphuan-video-*")
	if err != nil {
		return "", nil, err
	}
	remove = func() { os.Remove(copied.Name()) }
	_, err = io.Copy(copied, bytes)
	if err = errors.Join(err, copied.Close()); err != nil {
		remove()
		return "", nil, err
	}
	return copied.Name(), remove, nil
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
