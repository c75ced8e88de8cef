package media

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"io"

	"github.com/uptrace/bun"

	"taphuan/internal/audit"
)

// StoreTx keeps the bytes and notes the file in the caller's transaction, or finds the file that
// has these very bytes. f tells mime, duration in milliseconds and size in pixels.
func (s *Service) StoreTx(ctx context.Context, tx bun.IDB, data []byte, f File) (File, error) {
	return s.StoreReaderTx(ctx, tx, bytes.NewReader(data), f)
}

// StoreReaderTx is StoreTx for bytes that need not fit into memory; they are read for their hash and once more
// to be stored.
func (s *Service) StoreReaderTx(ctx context.Context, tx bun.IDB, r io.ReadSeeker, f File) (File, error) {
	if err := f.measure(r); err != nil {
		return File{}, err
	}
	if err := s.putTx(ctx, tx, f.SHA256, r); err != nil {
		return File{}, err
	}
	return noteFile(ctx, tx, f)
}

// noteFile writes the row of stored bytes, or finds the one that is there.
func noteFile(ctx context.Context, tx bun.IDB, f File) (File, error) {
	f.ID = audit.NewID()
	if _, err := tx.NewInsert().Model(&f).On("CONFLICT (sha256) DO NOTHING").Exec(ctx); err != nil {
		return File{}, err
	}
	err := tx.NewSelect().Model(&f).Where("sha256 = ?", f.SHA256).Scan(ctx)
	return f, err
}

// measure reads everything for hash and size.
func (f *File) measure(r io.ReadSeeker) error {
	if _, err := r.Seek(0, io.SeekStart); err != nil {
		return err
	}
	sum := sha256.New()
	n, err := io.Copy(sum, r)
	f.SHA256, f.Size = sum.Sum(nil), n
	return err
}

// putTx stores the bytes, which the collector leaves alone until the transaction ends: then a row names them.
func (s *Service) putTx(ctx context.Context, tx bun.IDB, sum []byte, r io.ReadSeeker) error {
	if _, err := tx.ExecContext(ctx, "SELECT pg_advisory_xact_lock_shared(?)", lockOf(sum)); err != nil {
		return err
	}
	if _, err := r.Seek(0, io.SeekStart); err != nil {
		return err
	}
	return s.storage.Put(ctx, File{SHA256: sum}.Key(), r)
}

// lockOf is the advisory lock of a key: shared by whoever stores it, held alone by whoever removes it.
func lockOf(sum []byte) int64 { return int64(binary.BigEndian.Uint64(sum)) }
