package backup

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"taphuan/internal/pgtest"
)

// TestBackupIsPrivateAndWhole: mode 0600, no other name left behind, no file replaced.
func TestBackupIsPrivateAndWhole(t *testing.T) {
	t.Parallel()
	w := newWorld(t, pgtest.URL(t))
	file, _ := w.write(t)
	info, err := os.Stat(file)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	if _, err := Write(t.Context(), file, w.source()); err == nil || !strings.Contains(err.Error(), "exists already") {
		t.Errorf("over another backup: %v", err)
	}
	broken := w.source()
	broken.WithSecret, broken.SecretKeyFile = true, filepath.Join(w.home, "nowhere")
	if _, err := Write(t.Context(), filepath.Join(w.home, "broken.tar.gz"), broken); err == nil {
		t.Error("a backup with a key that does not exist was written")
	}
	left, err := filepath.Glob(filepath.Join(w.home, "*.tar.gz"))
	hidden, hiddenErr := filepath.Glob(filepath.Join(w.home, ".taphuan*"))
	if err := errors.Join(err, hiddenErr); err != nil || !slices.Equal(left, []string{file}) || len(hidden) > 0 {
		t.Errorf("left behind: %v %v %v", left, hidden, err)
	}
}

// TestMissingMedia: a media file that is gone or damaged is named, and the rest is backed up.
func TestMissingMedia(t *testing.T) {
	t.Parallel()
	w := newWorld(t, pgtest.URL(t))
	path := filepath.Join(w.media(), w.file[:2], w.file)
	if err := os.WriteFile(path, []byte("damaged"), 0o600); err != nil {
		t.Fatal(err)
	}
	file, m := w.write(t)
	if !slices.Equal(m.MissingMedia, []string{w.file}) || len(m.Media) != 0 {
		t.Errorf("media %v, missing %v", m.Media, m.MissingMedia)
	}
	if _, err := Verify(file); err != nil {
		t.Error(err)
	}
}

// TestNotMigrated: an empty database is no installation.
func TestNotMigrated(t *testing.T) {
	t.Parallel()
	w := world{url: pgtest.Empty(t), home: t.TempDir()}
	_, err := Write(t.Context(), filepath.Join(w.home, "x.tar.gz"), w.source())
	if !errors.Is(err, errNotMigrated) {
		t.Errorf("backup of nothing: %v", err)
	}
	if _, err := os.Stat(filepath.Join(w.home, "x.tar.gz")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file was written: %v", err)
	}
}
