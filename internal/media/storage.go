package media

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// Storage keeps bytes under a key: the hexadecimal SHA-256 of the bytes.
type Storage interface {
	// Put stores what it reads; a key that is there already is left as it is.
	Put(ctx context.Context, key string, r io.Reader) error
	// Open returns the bytes to read and seek; fs.ErrNotExist when there are none.
	Open(ctx context.Context, key string) (io.ReadSeekCloser, error)
	// Remove deletes the bytes; a key that is not there is no error.
	Remove(ctx context.Context, key string) error
	// List returns at most limit of the names that begin with the two hexadecimal digits of a folder. What a
	// crash left half written is among them, under a name that is no key and that Remove takes.
	List(ctx context.Context, folder string, limit int) ([]Stored, error)
}

// Stored is one name in a Storage.
type Stored struct {
	Key string
	At  time.Time // when it was written
}

// Disk is a Storage in a folder, two levels deep so that no folder grows too large.
type Disk struct{ Dir string }

func (d Disk) path(key string) string { return filepath.Join(d.Dir, key[:2], key) }

// Put writes to a temporary name, syncs and renames: a file is there whole or not at all, and is
// still there after a power cut.
func (d Disk) Put(_ context.Context, key string, r io.Reader) error {
	path := d.path(key)
	if _, err := os.Stat(path); err == nil {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		return err
	}
	tmp, err := os.CreateTemp(filepath.Dir(path), key[:2]+".part-*")
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name())
	if _, err := io.Copy(tmp, r); err != nil {
		tmp.Close()
		return err
	}
	if err := tmp.Sync(); err != nil {
		tmp.Close()
		return err
	}
	if err := tmp.Close(); err != nil {
		return err
	}
	if err := os.Rename(tmp.Name(), path); err != nil {
		return err
	}
	return syncDir(filepath.Dir(path))
}

// syncDir makes the names in a folder survive a power cut.
func syncDir(dir string) error {
	folder, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

// Open opens the file for reading.
func (d Disk) Open(_ context.Context, key string) (io.ReadSeekCloser, error) {
	return os.Open(d.path(key))
}

// Remove deletes the file.
func (d Disk) Remove(_ context.Context, key string) error {
	if err := os.Remove(d.path(key)); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// List reads one folder.
func (d Disk) List(_ context.Context, folder string, limit int) ([]Stored, error) {
	dir, err := os.Open(filepath.Join(d.Dir, folder))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer dir.Close()
	entries, err := dir.ReadDir(limit)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	list := make([]Stored, 0, len(entries))
	for _, entry := range entries {
		info, err := entry.Info()
		if errors.Is(err, fs.ErrNotExist) { // renamed or removed meanwhile
			continue
		}
		if err != nil {
			return nil, err
		}
		list = append(list, Stored{Key: entry.Name(), At: info.ModTime()})
	}
	return list, nil
}
