package media

import (
	"context"
	"log/slog"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/media/ffmpeg"
	"taphuan/internal/outbox"
	"taphuan/internal/postgres"
)

// Encoder makes of video files what every device needs. The rows of media.encodings are its queue: whoever works on
// one holds it for a while, again and again, so that a worker that died lets go by itself.
type Encoder struct {
	files   *Service
	events  *outbox.Outbox
	log     *slog.Logger
	dir     string // for temporary folders
	longest time.Duration
}

// EncoderOptions are what an Encoder is built from.
type EncoderOptions struct {
	Files   *Service
	Events  *outbox.Outbox
	Log     *slog.Logger
	FFmpeg  string        // the program; empty: looked for in PATH
	Dir     string        // for temporary folders
	Longest time.Duration // of a video
}

// NewEncoder looks for the programs, also for the service that listens to files, and returns an Encoder, which does
// what it can without them.
func NewEncoder(o EncoderOptions) *Encoder {
	e := &Encoder{files: o.Files, events: o.Events, log: o.Log, dir: o.Dir, longest: o.Longest}
	if tools, err := ffmpeg.Find(o.FFmpeg); err == nil {
		e.files.tools = &tools
	}
	return e
}

// CanConvert reports whether the programs were found: without them only MP4 files that browsers play as they are
// become ready.
func (e *Encoder) CanConvert() bool { return e != nil && e.files.tools != nil }

// EncodingOffered says that somebody shall work on a video file now. An attempt with a lower number was overtaken.
type EncodingOffered struct {
	FileID  uuid.UUID
	Attempt int
}

// EventName names the event.
func (EncodingOffered) EventName() string { return "media.encoding_offered" }

const (
	// workingAtOnce is how many files are worked on at the same time, wherever: people are served beside it.
	workingAtOnce = 2
	// maxAttempts is how often a file is begun whose work fails or kills its worker.
	maxAttempts = 5
	// held is how long a worker holds a file without saying that it lives.
	held = time.Minute
)

// OfferEncodings offers the files that wait, the oldest first, and those whose worker died, as many as may be worked
// on at the same time.
func (e *Encoder) OfferEncodings(ctx context.Context) error {
	return e.files.db.RunInTx(ctx, postgres.Nobody(), func(ctx context.Context, tx bun.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE media.encodings SET state = 'refused', reason = ?, updated_at = now()
			WHERE state IN ('queued', 'working') AND held_until <= now() AND attempt >= ?`, failedReason, maxAttempts)
		if err != nil {
			return err
		}
		var offered []EncodingOffered
		err = tx.NewRaw(`WITH waiting AS (
				SELECT file_id FROM media.encodings WHERE state IN ('queued', 'working') AND held_until <= now() ORDER BY created_at, file_id
				LIMIT GREATEST(0, ? - (SELECT count(*) FROM media.encodings WHERE state = 'working' AND held_until > now())) FOR UPDATE SKIP LOCKED)
			UPDATE media.encodings e SET state = 'working', attempt = attempt + 1, held_until = now() + ? * interval '1 second', updated_at = now()
			FROM waiting WHERE e.file_id = waiting.file_id RETURNING e.file_id, e.attempt`, workingAtOnce, held.Seconds()).Scan(ctx, &offered)
		for _, o := range offered {
			if err == nil {
				err = e.events.AppendTx(ctx, tx, o)
			}
		}
		return err
	})
}

// Resume clears what a crash left in temporary folders, and where the programs are there now puts what could not be
// done without them into the queue again. It is called once at the start.
func (e *Encoder) Resume(ctx context.Context) error {
	if err := sweepFolders(e.dir); err != nil || e.files.tools == nil {
		return err
	}
	_, err := e.files.db.Bun.ExecContext(ctx, `UPDATE media.encodings SET state = 'queued', reason = '', attempt = 0, progress = 0, held_until = now(), updated_at = now()
		WHERE reason = ? OR state = 'ready' AND thumbnails_id IS NULL`, missingReason)
	return err
}
