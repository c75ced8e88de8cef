package media

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"os"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/postgres"
)

// uploadPartSize is how much of an upload is stored at once.
const uploadPartSize = 16 << 20

// AppendUpload keeps what the reader gives of a file from an offset on, and returns how many bytes are kept: those
// whose row is committed. They are kept part by part, also when the reader fails; its error comes back. The first
// bytes tell whether it is a video: anything else is refused by saying what it is taken for. ErrUploadMoved when
// another sender was faster; errors of FindUpload.
func (u *Uploads) AppendUpload(ctx context.Context, who access.Principal, id uuid.UUID, from int64, r io.Reader) (int64, error) {
	upload, err := u.FindUpload(ctx, who, id)
	if err != nil {
		return 0, err
	}
	if upload.Received != from || upload.State != UploadOpen {
		return 0, ErrUploadMoved
	}
	for upload.Received < upload.Size {
		n, err := u.appendPart(ctx, &upload, r)
		if err != nil {
			return upload.Received - from, err
		}
		if n == 0 {
			break
		}
	}
	return upload.Received - from, nil
}

// appendPart keeps one part. A beginning that is too short to tell what it is, is not kept.
func (u *Uploads) appendPart(ctx context.Context, upload *Upload, r io.Reader) (int64, error) {
	spool, err := os.CreateTemp("", "upload-*")
	if err != nil {
		return 0, err
	}
	defer os.Remove(spool.Name())
	defer spool.Close()
	sum := sha256.New()
	n, failed := io.Copy(io.MultiWriter(spool, sum), io.LimitReader(r, min(uploadPartSize, upload.Size-upload.Received)))
	if upload.Received == 0 {
		if n < min(sniffedBytes, upload.Size) {
			return 0, failed
		}
		if err := u.sniff(ctx, *upload, spool); err != nil {
			return 0, err
		}
	}
	if n == 0 {
		return 0, failed
	}
	part := uploadPart{UploadID: upload.ID, FromByte: upload.Received, Size: n, SHA256: sum.Sum(nil)}
	if err := u.keepPart(ctx, upload, part, spool); err != nil {
		return 0, err
	}
	return n, failed
}

// sniff refuses the upload when it begins like anything but a video.
func (u *Uploads) sniff(ctx context.Context, upload Upload, spool io.ReaderAt) error {
	head := make([]byte, sniffedBytes)
	n, err := spool.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	kind := sniff(bytes.Clone(head[:n]))
	if kind.video {
		return nil
	}
	err = u.db.RunInTx(ctx, postgres.Persons(upload.PersonID), func(ctx context.Context, tx bun.Tx) error {
		_, err := tx.ExecContext(ctx, "UPDATE media.uploads SET state = ?, reason = ? WHERE id = ? AND state = ?", UploadRefused, kind.name, upload.ID, UploadOpen)
		return err
	})
	return errors.Join(err, errContent(kind.name))
}

// keepPart stores the bytes and then the row that makes them count.
func (u *Uploads) keepPart(ctx context.Context, upload *Upload, part uploadPart, spool *os.File) error {
	if _, err := spool.Seek(0, io.SeekStart); err != nil {
		return err
	}
	key := File{SHA256: part.SHA256}.Key()
	if err := u.files.storage.Put(ctx, key, spool); err != nil { // without a connection to the database, as it may take its time
		return err
	}
	next := *upload
	next.Received, next.ProgressAt = upload.Received+part.Size, u.now()
	if next.Received == next.Size {
		next.State = UploadReceived
	}
	err := u.db.RunInTx(ctx, postgres.Persons(upload.PersonID), func(ctx context.Context, tx bun.Tx) error {
		if err := u.files.putTx(ctx, tx, part.SHA256, spool); err != nil {
			return err
		}
		return u.notePart(ctx, tx, next, part)
	})
	if err == nil {
		*upload = next
	}
	return err
}

// notePart writes the row, if the upload still ends where the part begins.
func (u *Uploads) notePart(ctx context.Context, tx bun.Tx, next Upload, part uploadPart) error {
	res, err := tx.NewUpdate().Model(&next).Column("received", "state", "progress_at").Where("id = ? AND state = ? AND received = ?", next.ID, UploadOpen, part.FromByte).Exec(ctx)
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return errors.Join(err, ErrUploadMoved)
	}
	if _, err := tx.NewInsert().Model(&part).Exec(ctx); err != nil {
		return err
	}
	if next.State != UploadReceived {
		return nil
	}
	return u.events.AppendTx(ctx, tx, UploadArrived{UploadID: next.ID})
}
