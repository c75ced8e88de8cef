package media

import (
	"bytes"
	"context"
	"crypto/sha256"
	"io"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/audit"
	"taphuan/internal/fault"
	"taphuan/internal/postgres"
)

// Service runs the use cases of this domain.
type Service struct {
	db      *postgres.DB
	storage Storage
}

// New returns a service over a storage.
func New(db *postgres.DB, storage Storage) *Service { return &Service{db: db, storage: storage} }

// StoreTx keeps the bytes and notes the file in the caller's transaction, or finds the file that
// has these very bytes. f tells mime, duration in milliseconds and size in pixels.
func (s *Service) StoreTx(ctx context.Context, tx bun.IDB, data []byte, f File) (File, error) {
	sum := sha256.Sum256(data)
	f.ID, f.SHA256, f.Size = audit.NewID(), sum[:], int64(len(data))
	if err := s.storage.Put(ctx, f.Key(), bytes.NewReader(data)); err != nil {
		return File{}, err
	}
	_, err := tx.NewInsert().Model(&f).On("CONFLICT (sha256) DO NOTHING").Exec(ctx)
	if err != nil {
		return File{}, err
	}
	err = tx.NewSelect().Model(&f).Where("sha256 = ?", sum[:]).Scan(ctx)
	return f, err
}

// AddressLasts is how long an address of Address works.
const AddressLasts = 2 * time.Hour

// Address is where browsers fetch a video without this server, until AddressLasts is over; empty for
// other files, which pages read themselves, and where the storage has no addresses. fault.ErrNotFound when there is no such file.
func (s *Service) Address(ctx context.Context, id uuid.UUID) (string, error) {
	bucket, has := s.storage.(S3)
	if !has {
		return "", nil
	}
	f, err := FindFile(ctx, s.db.Bun, id)
	if err != nil {
		return "", postgres.Fault(err)
	}
	if !strings.HasPrefix(f.Mime, "video/") && !strings.HasPrefix(f.Mime, "audio/") {
		return "", nil
	}
	return bucket.Address(ctx, f.Key(), f.Mime, AddressLasts)
}

// Open returns a file and its bytes, which the caller closes; fault.ErrNotFound when there is none.
// A known file whose bytes the storage lost is an internal fault.
func (s *Service) Open(ctx context.Context, id uuid.UUID) (File, io.ReadSeekCloser, error) {
	f, err := FindFile(ctx, s.db.Bun, id)
	if err != nil {
		return File{}, nil, postgres.Fault(err)
	}
	bytes, err := s.storage.Open(ctx, f.Key())
	if err != nil {
		return File{}, nil, fault.ErrInternal.Because(err)
	}
	return f, bytes, nil
}
