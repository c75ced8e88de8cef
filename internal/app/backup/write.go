package backup

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/jackc/pgx/v5"

	"taphuan/internal/media"
)

// Source says what to back up.
type Source struct {
	Database      string // URL of the user who migrates
	Media         media.Storage
	SecretKeyFile string
	WithSecret    bool   // put the secret key into the backup: whoever has it can sign in as anybody
	Version       string // of this program
	Now           func() time.Time
}

// Name is a file name for a backup of a moment: taphuan-2026-11-23T181500Z.tar.gz. Names sort by time.
func Name(at time.Time) string { return "taphuan-" + at.UTC().Format("2006-01-02T150405Z") + ".tar.gz" }

// Write writes a backup to file, which must not exist. Until it is complete and synced it has
// another name. MissingMedia of the manifest names files that could not be included.
func Write(ctx context.Context, file string, from Source) (Manifest, error) {
	if _, err := os.Lstat(file); !errors.Is(err, fs.ErrNotExist) {
		return Manifest{}, errors.Join(fmt.Errorf("%s exists already: choose another name; a backup never replaces a file", file), err)
	}
	scratch, err := os.CreateTemp(filepath.Dir(file), ".taphuan-backup-*") // 0600
	if err != nil {
		return Manifest{}, err
	}
	defer os.Remove(scratch.Name()) // after the rename there is none
	m, err := from.write(ctx, scratch)
	if err == nil {
		err = scratch.Sync()
	}
	if err := errors.Join(err, scratch.Close()); err != nil {
		return Manifest{}, fmt.Errorf("write the backup: %w", err)
	}
	if err := os.Rename(scratch.Name(), file); err != nil {
		return Manifest{}, err
	}
	return m, syncDir(filepath.Dir(file))
}

func (s Source) write(ctx context.Context, out *os.File) (Manifest, error) {
	m := Manifest{Format: formatVersion, Program: s.Version, TakenAt: s.Now().UTC(), MissingMedia: []string{}, Media: []File{}}
	archive := newArchiveWriter(out, m.TakenAt)
	var keys []string
	err := withOwner(ctx, s.Database, func(conn *pgx.Conn) error {
		tx, err := conn.BeginTx(ctx, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly})
		if err != nil {
			return err
		}
		defer tx.Rollback(context.WithoutCancel(ctx))
		keys, err = writeDatabase(ctx, tx, archive, &m)
		return err
	})
	if err != nil {
		return m, err
	}
	if err := s.writeMedia(ctx, archive, keys, &m); err != nil {
		return m, err
	}
	if err := s.writeSecret(archive, &m); err != nil {
		return m, err
	}
	return m, archive.close(m)
}

// syncDir makes a rename in the folder survive a power cut.
func syncDir(path string) error {
	dir, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}
