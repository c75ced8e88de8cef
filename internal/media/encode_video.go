package media

import (
	"context"
	"errors"
	"os"
	"slices"
	"sync/atomic"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/media/ffmpeg"
)

// errOvertaken ends the work of whom another attempt has overtaken.
var errOvertaken = errors.New("another attempt at this file has begun")

// work is one attempt at a file.
type work struct {
	*Encoder
	EncodingOffered
	file   File
	folder string       // temporary
	steps  float64      // how much work it is, in pixels
	done   float64      // of it
	share  atomic.Int32 // percent
}

// EncodeVideo works on the offered file until everything is made. What an earlier attempt made is kept. A file that
// is at fault is refused; after a fault of ours, which is returned, it is offered again later, and when ctx ends, at once.
func (e *Encoder) EncodeVideo(ctx context.Context, offered EncodingOffered) error {
	w := &work{Encoder: e, EncodingOffered: offered}
	var err error
	if w.file, err = FindFile(ctx, e.files.db.Bun, offered.FileID); err != nil {
		return err
	}
	working, let := context.WithCancelCause(ctx)
	holding := make(chan struct{})
	go func() {
		defer close(holding)
		w.hold(working, let)
	}()
	err = w.inFolder(working)
	overtaken := errors.Is(context.Cause(working), errOvertaken)
	let(nil)
	<-holding
	if overtaken {
		return nil
	}
	return w.end(context.WithoutCancel(ctx), err, ctx.Err() != nil)
}

// hold says that this worker lives and how far it is, at most once a second, until ctx ends. It ends ctx when
// another attempt has overtaken this one.
func (w *work) hold(ctx context.Context, let context.CancelCauseFunc) {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	told, at := int32(-1), time.Now()
	for {
		if share := w.share.Load(); share != told || time.Since(at) > held/6 {
			kept, err := w.set(ctx, "progress = ?, held_until = now() + ? * interval '1 second'", share, held.Seconds())
			switch {
			case ctx.Err() != nil:
				return
			case err != nil:
				w.log.Warn("a video's progress is not kept", "file", w.FileID, "error", err.Error())
			case !kept:
				let(errOvertaken)
				return
			}
			told, at = share, time.Now()
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// set changes the row while this attempt holds it.
func (w *work) set(ctx context.Context, change string, args ...any) (kept bool, err error) {
	done, err := w.files.db.Bun.ExecContext(ctx, "UPDATE media.encodings SET updated_at = now(), "+change+" WHERE file_id = ? AND attempt = ? AND state = 'working'",
		append(args, w.FileID, w.Attempt)...)
	if err != nil {
		return false, err
	}
	n, err := done.RowsAffected()
	return n > 0, err
}

// end notes how the attempt ended: ready, refused, or waiting for the next one.
func (w *work) end(ctx context.Context, failed error, stopped bool) error {
	var refusal ffmpeg.Refusal
	var err error
	switch {
	case failed == nil:
		_, err = w.set(ctx, "state = 'ready', progress = 100")
	case errors.As(failed, &refusal):
		w.log.Info("a video is refused", "file", w.FileID, "reason", string(refusal))
		_, err = w.set(ctx, "state = 'refused', reason = ?", string(refusal))
	case stopped:
		_, err = w.set(ctx, "state = 'queued', held_until = now(), attempt = attempt - 1")
	default: // after a fault of ours, with growing patience
		_, err = w.set(ctx, "state = 'queued', held_until = now() + ? * interval '1 minute'", w.Attempt*w.Attempt)
		err = errors.Join(failed, err)
	}
	return err
}

// inFolder runs the attempt in a temporary folder.
func (w *work) inFolder(ctx context.Context) error {
	folder, remove, err := newFolder(w.dir)
	if err != nil {
		return err
	}
	defer remove()
	w.folder = folder
	path, err := w.files.bring(ctx, w.file, folder)
	if err != nil {
		return err
	}
	head, err := w.readHead(path)
	if err != nil {
		return err
	}
	if w.files.tools == nil {
		return w.leave(ctx, head)
	}
	s, err := w.files.tools.Probe(ctx, path, w.longest)
	if err != nil {
		return err
	}
	s.FastStart = head.FastStart
	if err := w.describe(ctx, s.Duration, s.Width, s.Height); err != nil {
		return err
	}
	return w.make(ctx, s)
}

// head is what our own reader finds in an MP4 file; nothing in other files.
type head struct {
	Movie
	playable bool
}

// readHead reads the head of an MP4 file. It refuses one that is cut off or encrypted, which ffmpeg does not tell.
func (w *work) readHead(path string) (head, error) {
	f, err := os.Open(path)
	if err != nil {
		return head{}, err
	}
	defer f.Close()
	if isCutOff(f, w.file.Size) {
		return head{}, ffmpeg.Truncated
	}
	tracks, err := readTracks(f, w.file.Size)
	if err != nil {
		return head{}, nil
	}
	if isEncrypted(tracks) {
		return head{}, encryptedReason
	}
	movie, err := ReadMovie(f, w.file.Size)
	return head{Movie: movie, playable: err == nil && isPlayable(tracks)}, nil
}

// leave takes a file as it is where nothing can be made of it.
func (w *work) leave(ctx context.Context, h head) error {
	switch {
	case w.file.Size == 0:
		return ffmpeg.Empty
	case !h.playable:
		return missingReason
	case h.Duration > w.longest:
		return ffmpeg.TooLong
	}
	return w.describe(ctx, h.Duration, h.Width, h.Height)
}

// describe notes length and size of the film, as it is seen. A length that is known already stays: watching was
// counted by it.
func (w *work) describe(ctx context.Context, length time.Duration, width, height int) error {
	_, err := w.files.db.Bun.ExecContext(ctx, "UPDATE media.files SET duration_ms = COALESCE(duration_ms, ?), width = ?, height = ? WHERE id = ?",
		length.Milliseconds(), width, height, w.FileID)
	return err
}

// pictureWork is how much work poster and thumbnails are, beside the pixels of a rendition's picture.
const pictureWork = 60_000

// make makes what is missing: renditions, then poster and thumbnails.
func (w *work) make(ctx context.Context, s ffmpeg.Source) error {
	made, err := findRenditions(ctx, w.files.db.Bun, w.FileID)
	if err != nil {
		return err
	}
	todo := slices.DeleteFunc(s.Qualities(), func(q ffmpeg.Quality) bool {
		return slices.ContainsFunc(made, func(r Rendition) bool { return r.Name == q.Name })
	})
	w.steps = pictureWork
	for _, q := range todo {
		w.steps += float64(q.Work())
	}
	if len(todo) > 0 && s.HasSound {
		w.steps += pictureWork
	}
	if err := w.makeRenditions(ctx, s, todo); err != nil {
		return err
	}
	return w.makePictures(ctx, s)
}

func (w *work) makeRenditions(ctx context.Context, s ffmpeg.Source, todo []ffmpeg.Quality) error {
	if len(todo) == 0 {
		return nil
	}
	loudness, err := w.files.tools.Measure(ctx, s, w.tell(pictureWork))
	if err != nil {
		return err
	}
	if s.HasSound {
		w.done += pictureWork
	}
	for _, q := range todo {
		r, err := w.files.tools.Make(ctx, s, q, loudness, w.folder, w.tell(float64(q.Work())))
		if err != nil {
			return err
		}
		if err := w.keepRendition(ctx, r); err != nil {
			return err
		}
		w.done += float64(q.Work())
	}
	return nil
}

// tell returns what takes the part done of a step.
func (w *work) tell(step float64) func(float64) {
	before := w.done
	return func(part float64) { w.share.Store(int32(min(99, 100*(before+part*step)/w.steps))) }
}

// keepRendition stores a made rendition; from then on it is not made again.
func (w *work) keepRendition(ctx context.Context, r ffmpeg.Rendition) error {
	file := File{Mime: "video/mp4", Width: r.Width, Height: r.Height}
	if r.Width == 0 {
		file.Mime = "audio/mp4"
	}
	row, err := renditionOf(w.FileID, r)
	if err != nil {
		return err
	}
	return w.files.storeFile(ctx, r.Path, file, func(ctx context.Context, tx bun.IDB, id uuid.UUID) error {
		row.RenditionID = id
		_, err = tx.NewInsert().Model(&row).On("CONFLICT DO NOTHING").Exec(ctx)
		return err
	})
}

// makePictures makes the poster and the thumbnails, these of the smallest rendition where there is one: it is read
// in a tenth of the time.
func (w *work) makePictures(ctx context.Context, s ffmpeg.Source) error {
	path, width, height, err := w.files.tools.Poster(ctx, s, w.folder)
	if err != nil {
		return err
	}
	small, err := w.smallest(ctx, s)
	if err != nil {
		return err
	}
	thumbnails, err := w.files.tools.Thumbnails(ctx, small, w.folder, w.tell(pictureWork))
	if err != nil {
		return err
	}
	err = w.files.storeFile(ctx, path, File{Mime: "image/jpeg", Width: width, Height: height}, func(ctx context.Context, tx bun.IDB, id uuid.UUID) error {
		_, err := tx.ExecContext(ctx, "UPDATE media.encodings SET poster_id = ? WHERE file_id = ?", id, w.FileID)
		return err
	})
	if err != nil {
		return err
	}
	return w.files.storeFile(ctx, thumbnails.Path, File{Mime: "image/jpeg"}, func(ctx context.Context, tx bun.IDB, id uuid.UUID) error {
		_, err := tx.ExecContext(ctx, `UPDATE media.encodings SET thumbnails_id = ?, thumbnail_every_ms = ?, thumbnail_columns = ?, thumbnail_count = ?,
			thumbnail_width = ?, thumbnail_height = ? WHERE file_id = ?`, id, thumbnails.Every.Milliseconds(), thumbnails.Columns, thumbnails.Count,
			thumbnails.Width, thumbnails.Height, w.FileID)
		return err
	})
}

// smallest is the smallest rendition with a picture, as a source; the source itself when there is none.
func (w *work) smallest(ctx context.Context, s ffmpeg.Source) (ffmpeg.Source, error) {
	made, err := findRenditions(ctx, w.files.db.Bun, w.FileID)
	if err != nil {
		return s, err
	}
	at := slices.IndexFunc(made, func(r Rendition) bool { return r.Width > 0 })
	if at < 0 {
		return s, nil
	}
	file, err := FindFile(ctx, w.files.db.Bun, made[at].RenditionID)
	if err != nil {
		return s, err
	}
	path, err := w.files.bring(ctx, file, w.folder)
	return ffmpeg.Source{Path: path, Duration: s.Duration, Width: made[at].Width, Height: made[at].Height}, err
}

// findRenditions lists what is made of a file, from the smallest on.
func findRenditions(ctx context.Context, tx bun.IDB, file uuid.UUID) ([]Rendition, error) {
	var made []Rendition
	err := tx.NewSelect().Model(&made).Where("file_id = ?", file).OrderExpr("height, name").Scan(ctx)
	return made, err
}
