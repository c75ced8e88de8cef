package media

import (
	"context"
	"io"
	"strings"
	"time"

	"github.com/google/uuid"

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
