package media

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"syscall"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/postgres"
)

// newFolder makes a temporary folder in dir. It is locked while its owner lives, so that others see whether they may
// clear it away; remove removes it.
func newFolder(dir string) (folder string, remove func(), err error) {
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return "", nil, err
	}
	gate, err := lockFolder(dir, 0) // nobody sweeps between the next two lines
	if err != nil {
		return "", nil, err
	}
	defer gate.Close()
	if folder, err = os.MkdirTemp(dir, "video-*"); err != nil {
		return "", nil, err
	}
	lock, err := lockFolder(folder, syscall.LOCK_NB)
	return folder, func() {
		os.RemoveAll(folder)
		lock.Close()
	}, err
}

// sweepFolders removes the folders in dir whose owner died.
func sweepFolders(dir string) error {
	gate, err := lockFolder(dir, 0)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer gate.Close()
	left, err := filepath.Glob(filepath.Join(dir, "video-*"))
	for _, folder := range left {
		lock, busy := lockFolder(folder, syscall.LOCK_NB)
		if busy != nil {
			continue
		}
		err = errors.Join(err, os.RemoveAll(folder))
		lock.Close()
	}
	return err
}

// lockFolder locks a folder until the returned file is closed or the process ends.
func lockFolder(path string, how int) (*os.File, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|how); err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

// bring returns the path of a file's bytes on this machine: where the storage has them, or a copy in the folder.
func (s *Service) bring(ctx context.Context, f File, folder string) (path string, err error) {
	if disk, is := s.storage.(Disk); is {
		return filepath.Abs(disk.path(f.Key()))
	}
	from, err := s.storage.Open(ctx, f.Key())
	if err != nil {
		return "", err
	}
	defer from.Close()
	to, err := os.Create(filepath.Join(folder, f.Key()))
	if err != nil {
		return "", err
	}
	_, err = io.Copy(to, from)
	return to.Name(), errors.Join(err, to.Close())
}

// storeFile keeps a local file, which may take minutes, and then notes it and what note writes in one transaction.
func (s *Service) storeFile(ctx context.Context, path string, f File, note func(ctx context.Context, tx bun.IDB, id uuid.UUID) error) error {
	from, err := os.Open(path)
	if err != nil {
		return err
	}
	defer from.Close()
	if err := f.measure(from); err != nil {
		return err
	}
	if _, err := from.Seek(0, io.SeekStart); err != nil {
		return err
	}
	if err := s.storage.Put(ctx, f.Key(), from); err != nil {
		return err
	}
	return s.db.RunInTx(ctx, postgres.Nobody(), func(ctx context.Context, tx bun.Tx) error {
		stored, err := s.StoreReaderTx(ctx, tx, from, f) // finds the bytes there
		if err != nil {
			return err
		}
		return note(ctx, tx, stored.ID)
	})
}
