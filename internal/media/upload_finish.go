package media

import (
	"context"
	"errors"
	"io"
	"io/fs"

	"github.com/uptrace/bun"

	"taphuan/internal/audit"
	"taphuan/internal/fault"
	"taphuan/internal/postgres"
)

// FinishUpload makes a video of an upload that has arrived: its parts become one file, which is encoded afterwards.
// It is a reaction: called again after a crash it goes on, and once the video is there it does nothing.
func (u *Uploads) FinishUpload(ctx context.Context, e UploadArrived) error {
	upload, parts, err := u.findArrived(ctx, e)
	if errors.Is(err, fault.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	whole := &partsReader{ctx: ctx, storage: u.files.storage, parts: parts}
	defer whole.Close()
	file, err := u.putWhole(ctx, whole)
	if errors.Is(err, fs.ErrNotExist) {
		return u.forgetFrom(ctx, upload, whole.lost)
	}
	if err == nil {
		err = u.makeVideo(ctx, upload, whole, file)
	}
	if err != nil {
		return err
	}
	for _, part := range parts { // what is left by a crash here is found by the collector
		err = errors.Join(err, u.files.removeBytes(ctx, part.SHA256))
	}
	return err
}

// findArrived returns an upload that has arrived, with its parts; fault.ErrNotFound when it was done before or is gone.
func (u *Uploads) findArrived(ctx context.Context, e UploadArrived) (upload Upload, parts []uploadPart, err error) {
	err = u.db.Read(ctx, postgres.System(postgres.FinishUpload), func(ctx context.Context, tx bun.Tx) error {
		if err := tx.NewSelect().Model(&upload).Where("id = ? AND state = ?", e.UploadID, UploadReceived).Scan(ctx); err != nil {
			return err
		}
		return tx.NewSelect().Model(&parts).Where("upload_id = ?", e.UploadID).OrderExpr("from_byte").Scan(ctx)
	})
	return upload, parts, err
}

// putWhole stores the parts as one file, and reads from it what it is.
func (u *Uploads) putWhole(ctx context.Context, whole io.ReadSeeker) (File, error) {
	var file File
	if err := file.measure(whole); err != nil {
		return File{}, err
	}
	head := make([]byte, min(sniffedBytes, file.Size))
	if _, err := (seekingReaderAt{whole}).ReadAt(head, 0); err != nil {
		return File{}, err
	}
	file.Mime = sniff(head).mime
	if movie, err := ReadMovie(seekingReaderAt{whole}, file.Size); err == nil {
		file.DurationMs, file.Width, file.Height = int(movie.Duration.Milliseconds()), movie.Width, movie.Height
	}
	if _, err := whole.Seek(0, io.SeekStart); err != nil {
		return File{}, err
	}
	return file, u.files.storage.Put(ctx, file.Key(), whole)
}

// makeVideo notes file and video, asks for its renditions, and ends the upload.
func (u *Uploads) makeVideo(ctx context.Context, upload Upload, whole io.ReadSeeker, file File) error {
	return u.db.RunInTx(ctx, postgres.System(postgres.FinishUpload), func(ctx context.Context, tx bun.Tx) error {
		if err := u.files.putTx(ctx, tx, file.SHA256, whole); err != nil {
			return err
		}
		stored, err := noteFile(ctx, tx, file)
		if err != nil {
			return err
		}
		video := newVideo(upload.AgencyID, upload.title(), stored.ID)
		if err := endUpload(ctx, tx, upload, video); err != nil {
			return err
		}
		if err := EncodeTx(ctx, tx, stored.ID); err != nil {
			return err
		}
		return audit.RecordTx(ctx, tx, audit.Entry{ActorID: upload.PersonID, AgencyID: upload.AgencyID, Action: "upload_video", ObjectType: "video", ObjectID: video.ID,
			After: map[string]any{"title": video.Title, "bytes": stored.Size}})
	})
}

// endUpload adds the video in place of the upload's parts; fault.ErrNotFound when somebody else did.
func endUpload(ctx context.Context, tx bun.IDB, upload Upload, video Video) error {
	if _, err := tx.NewInsert().Model(&video).Returning("NULL").Exec(ctx); err != nil {
		return err
	}
	res, err := tx.ExecContext(ctx, "UPDATE media.uploads SET state = ?, video_id = ? WHERE id = ? AND state = ?", UploadDone, video.ID, upload.ID, UploadReceived)
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return errors.Join(err, fault.ErrNotFound)
	}
	_, err = tx.NewDelete().Model((*uploadPart)(nil)).Where("upload_id = ?", upload.ID).Exec(ctx)
	return err
}

// forgetFrom opens the upload again from a byte on, whose part the storage has lost (a restore of the database
// without it): the sender brings the rest once more.
func (u *Uploads) forgetFrom(ctx context.Context, upload Upload, from int64) error {
	return u.db.RunInTx(ctx, postgres.System(postgres.FinishUpload), func(ctx context.Context, tx bun.Tx) error {
		if _, err := tx.NewDelete().Model((*uploadPart)(nil)).Where("upload_id = ? AND from_byte >= ?", upload.ID, from).Exec(ctx); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, "UPDATE media.uploads SET state = ?, received = ?, progress_at = ? WHERE id = ? AND state = ?", UploadOpen, from, u.now(), upload.ID, UploadReceived)
		return err
	})
}
