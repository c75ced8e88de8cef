package media_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/fault"
	"taphuan/internal/media"
	"taphuan/internal/pgtest"
	"taphuan/internal/postgres"
)

func keyOf(data string) string {
	sum := sha256.Sum256([]byte(data))
	return hex.EncodeToString(sum[:])
}

// files lists what lies in a storage folder.
func files(t *testing.T, dir string) []string {
	t.Helper()
	var names []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			names = append(names, filepath.Base(path))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

type broken struct{ io.Reader }

func (b broken) Read(p []byte) (int, error) {
	if n, err := b.Reader.Read(p); err == nil {
		return n, nil
	}
	return 0, errors.New("the line broke")
}

// storages are a folder and a bucket, each empty; left counts what lies in it.
func storages(t *testing.T) map[string]struct {
	storage media.Storage
	left    func(t *testing.T) []string
} {
	t.Helper()
	disk := media.Disk{Dir: t.TempDir()}
	bucket, objects := newBucket(t)
	return map[string]struct {
		storage media.Storage
		left    func(t *testing.T) []string
	}{
		"disk": {disk, func(t *testing.T) []string { return files(t, disk.Dir) }},
		"S3":   {bucket, objects},
	}
}

// TestStorages: bytes are stored once, read as they were from any place, and a broken writer leaves
// nothing.
func TestStorages(t *testing.T) {
	t.Parallel()
	for name, c := range storages(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			key := keyOf("xin chào")
			if err := c.storage.Put(t.Context(), key, broken{strings.NewReader("xin")}); err == nil {
				t.Error("a broken reader was stored")
			}
			if left := c.left(t); len(left) != 0 {
				t.Errorf("the broken one left %v", left)
			}
			if _, err := c.storage.Open(t.Context(), key); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("open of nothing: %v", err)
			}
			var wg sync.WaitGroup
			for range 8 {
				wg.Go(func() {
					if err := c.storage.Put(t.Context(), key, strings.NewReader("xin chào")); err != nil {
						t.Error(err)
					}
				})
			}
			wg.Wait()
			if stored := c.left(t); len(stored) != 1 || stored[0] != key {
				t.Errorf("stored: %v", stored)
			}
			opened, err := c.storage.Open(t.Context(), key)
			if err != nil {
				t.Fatal(err)
			}
			defer opened.Close()
			if _, err := opened.Seek(4, io.SeekStart); err != nil {
				t.Fatal(err)
			}
			if rest, err := io.ReadAll(opened); err != nil || string(rest) != "chào" {
				t.Errorf("%q, %v", rest, err)
			}
		})
	}
}

// TestStore: the same bytes are one file, whoever brings them; what is lost in the storage is told
// as our fault, what never was as not found.
func TestStore(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	dir := t.TempDir()
	service := media.New(db, media.Disk{Dir: dir})
	store := func(data string) (f media.File) {
		t.Helper()
		err := db.RunInTx(t.Context(), postgres.System(postgres.ImportCourses), func(ctx context.Context, tx bun.Tx) error {
			var err error
			f, err = service.StoreTx(ctx, tx, []byte(data), media.File{Mime: "video/mp4", DurationMs: 60_000, Width: 1280, Height: 720})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	first, again, other := store("phim"), store("phim"), store("phim khác")
	if first.ID != again.ID || first.ID == other.ID || first.Key() != keyOf("phim") || again.Size != 4 || again.DurationMs != 60_000 {
		t.Errorf("first %+v, again %+v, other %+v", first, again, other)
	}
	found, opened, err := service.Open(t.Context(), first.ID)
	if err != nil || found.Mime != "video/mp4" || found.Width != 1280 {
		t.Fatalf("%+v, %v", found, err)
	}
	defer opened.Close()
	if data, err := io.ReadAll(opened); err != nil || !bytes.Equal(data, []byte("phim")) {
		t.Errorf("%q, %v", data, err)
	}
	if _, _, err := service.Open(t.Context(), uuid.New()); fault.KindOf(err) != fault.NotFound {
		t.Errorf("an unknown file: %v", err)
	}
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	if _, _, err := service.Open(t.Context(), other.ID); fault.KindOf(err) != fault.Internal {
		t.Errorf("lost bytes: %v", err)
	}
}
