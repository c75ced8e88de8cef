package media

import (
	"context"
	"io"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/fault"
	"taphuan/internal/media/ffmpeg"
	"taphuan/internal/postgres"
)

// Service runs the use cases of this domain.
type Service struct {
	db      *postgres.DB
	storage Storage
	lately  lately
	tools   *ffmpeg.Tools // nil when the programs are missing, or nobody has looked for them (NewEncoder)
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
	if f, known := s.lately.find(id); known {
		if bytes, err := s.storage.Open(ctx, f.Key()); err == nil {
			return f, bytes, nil
		}
	}
	f, err := FindFile(ctx, s.db.Bun, id)
	if err != nil {
		return File{}, nil, postgres.Fault(err)
	}
	bytes, err := s.storage.Open(ctx, f.Key())
	if err != nil {
		return File{}, nil, fault.ErrInternal.Because(err)
	}
	s.lately.note(f)
	return f, bytes, nil
}

// lately are files that were opened lately. Bytes under an id never change, and a film is asked for in a hundred pieces:
// the database is asked once.
type lately struct {
	mu    sync.RWMutex
	files map[uuid.UUID]File
}

// maxLately bounds them, some 2 MiB.
const maxLately = 10_000

func (l *lately) find(id uuid.UUID) (File, bool) {
	l.mu.RLock()
	defer l.mu.RUnlock()
	f, known := l.files[id]
	return f, known
}

func (l *lately) note(f File) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.files == nil || len(l.files) >= maxLately {
		l.files = map[uuid.UUID]File{}
	}
	l.files[f.ID] = f
}
