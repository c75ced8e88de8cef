package media

import (
	"context"
	"encoding/hex"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"taphuan/internal/postgres"
)

const (
	// collectGrace is how old a file must be before it is collected: whoever stores one names it soon.
	collectGrace = 24 * time.Hour
	// collectBatch bounds how many rows one run deletes of each kind.
	collectBatch = 500
	// sweptFolders is how many of the storage's 256 folders one run looks through.
	sweptFolders = 16
	// sweptNames bounds how many names of a folder are looked at.
	sweptNames = 10_000
)

// Collector deletes what nobody uses: uploads that stood still, files that nobody names, and bytes without a row.
//
// Nothing here lists who may name a file. Every foreign key to media.files counts, whichever domain's it is, and the
// keys themselves are the net below: PostgreSQL refuses to delete what a published version shows. Bytes go only under
// the lock of their key and after another look, so nobody who stores the same bytes at that moment loses them.
type Collector struct {
	files *Service
	log   *slog.Logger
	now   func() time.Time
}

// NewCollector returns a collector of a service's files.
func NewCollector(files *Service, log *slog.Logger, now func() time.Time) *Collector {
	return &Collector{files: files, log: log, now: now}
}

// Collect is a duty: one bounded run. Each hour it looks through other folders of the storage, through all of them
// in 16 hours.
func (c *Collector) Collect(ctx context.Context) error {
	uploads, err := c.deleteUploads(ctx)
	if err != nil {
		return err
	}
	files, err := c.deleteFiles(ctx)
	if err != nil {
		return err
	}
	orphans := 0
	for i := range sweptFolders {
		folder := (int(c.now().Unix()/3600)*sweptFolders + i) % 256
		n, err := c.sweep(ctx, fmt.Sprintf("%02x", folder))
		orphans += n
		if err != nil {
			return err
		}
	}
	if uploads+files+orphans > 0 {
		c.log.Info("media collected", "uploads", uploads, "files", files, "stored_without_row", orphans)
	}
	return nil
}

// deleteUploads forgets uploads that stood still for too long, and those that ended that long ago. The sweep finds
// the bytes of their parts.
func (c *Collector) deleteUploads(ctx context.Context) (deleted int, err error) {
	err = c.files.db.RunInTx(ctx, postgres.System(postgres.CollectMedia), func(ctx context.Context, tx bun.Tx) error {
		res, err := tx.ExecContext(ctx, "DELETE FROM media.uploads WHERE id IN (SELECT id FROM media.uploads WHERE progress_at < ? LIMIT ?)", c.now().Add(-uploadLasts), collectBatch)
		if err != nil {
			return err
		}
		n, err := res.RowsAffected()
		deleted = int(n)
		return err
	})
	return deleted, err
}

// deleteFiles deletes files that nobody names, row and bytes.
func (c *Collector) deleteFiles(ctx context.Context) (deleted int, err error) {
	var unnamed []File
	var names string
	err = c.files.db.Read(ctx, postgres.System(postgres.CollectMedia), func(ctx context.Context, tx bun.Tx) error {
		var err error
		if names, err = namesOfFile(ctx, tx); err != nil {
			return err
		}
		return tx.NewSelect().Model(&unnamed).Where("created_at < ?", c.now().Add(-collectGrace)).Where("NOT (" + names + ")").OrderExpr("created_at").Limit(collectBatch).Scan(ctx)
	})
	for _, file := range unnamed {
		gone, err := c.deleteFile(ctx, file, names)
		if err != nil {
			return deleted, err
		}
		if gone {
			deleted++
		}
	}
	return deleted, err
}

// namesOfFile is the condition that somebody names a file of media.files, over every foreign key to it. What goes
// with the file (ON DELETE CASCADE) does not name it.
func namesOfFile(ctx context.Context, tx bun.IDB) (string, error) {
	var keys []struct{ Relation, Attribute string }
	err := tx.NewRaw(`SELECT c.conrelid::regclass::text AS relation, quote_ident(a.attname) AS attribute
		FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
		WHERE c.contype = 'f' AND c.confrelid = 'media.files'::regclass AND c.confdeltype <> 'c'`).Scan(ctx, &keys)
	if err != nil {
		return "", err
	}
	conditions := make([]string, len(keys))
	for i, key := range keys {
		conditions[i] = fmt.Sprintf("EXISTS (SELECT FROM %s named WHERE named.%s = file.id)", key.Relation, key.Attribute)
	}
	return strings.Join(conditions, " OR "), nil
}

// deleteFile deletes one file, unless somebody stores or names it at this moment.
func (c *Collector) deleteFile(ctx context.Context, file File, names string) (gone bool, err error) {
	err = c.files.db.RunInTx(ctx, postgres.System(postgres.CollectMedia), func(ctx context.Context, tx bun.Tx) error {
		if free, err := tryLock(ctx, tx, file.SHA256); err != nil || !free {
			return err
		}
		res, err := tx.NewDelete().Model(&file).Where("file.id = ?", file.ID).Where("NOT (" + names + ")").Exec(ctx)
		if err != nil {
			return err
		}
		n, err := res.RowsAffected()
		gone = n > 0
		return err
	})
	if postgres.IsReferred(err) {
		return false, nil
	}
	if err == nil && gone {
		err = c.files.removeBytes(ctx, file.SHA256)
	}
	return gone, err
}

// sweep removes the bytes in a folder of the storage that no row names, once they are old enough: a crash has left
// them between storing and committing, or their upload has expired.
func (c *Collector) sweep(ctx context.Context, folder string) (removed int, err error) {
	stored, err := c.files.storage.List(ctx, folder, sweptNames)
	if err != nil {
		return 0, err
	}
	var sums [][]byte
	for _, s := range stored {
		if !s.At.Before(c.now().Add(-collectGrace)) {
			continue
		}
		if sum, err := hex.DecodeString(s.Key); err == nil && len(sum) == 32 {
			sums = append(sums, sum)
			continue
		}
		if err := c.files.storage.Remove(ctx, s.Key); err != nil { // half written by a crash
			return removed, err
		}
		removed++
	}
	known, err := c.known(ctx, sums)
	for _, sum := range sums {
		if err != nil {
			break
		}
		if !known[string(sum)] {
			err = c.files.removeBytes(ctx, sum)
			removed++
		}
	}
	return removed, err
}

// known tells which of the bytes have a row.
func (c *Collector) known(ctx context.Context, sums [][]byte) (map[string]bool, error) {
	known := make(map[string]bool, len(sums))
	if len(sums) == 0 {
		return known, nil
	}
	err := c.files.db.Read(ctx, postgres.System(postgres.CollectMedia), func(ctx context.Context, tx bun.Tx) error {
		var named [][]byte
		err := tx.NewRaw("SELECT sha256 FROM media.files WHERE sha256 IN (?0) UNION SELECT sha256 FROM media.upload_parts WHERE sha256 IN (?0)", bun.List(sums)).Scan(ctx, &named)
		for _, sum := range named {
			known[string(sum)] = true
		}
		return err
	})
	return known, err
}

// removeBytes deletes the bytes of a key that no row names and that nobody stores at this moment.
func (s *Service) removeBytes(ctx context.Context, sum []byte) error {
	return s.db.RunInTx(ctx, postgres.System(postgres.CollectMedia), func(ctx context.Context, tx bun.Tx) error {
		if free, err := tryLock(ctx, tx, sum); err != nil || !free {
			return err
		}
		var named bool
		err := tx.NewRaw("SELECT EXISTS (SELECT FROM media.files WHERE sha256 = ?0) OR EXISTS (SELECT FROM media.upload_parts WHERE sha256 = ?0)", sum).Scan(ctx, &named)
		if err != nil || named {
			return err
		}
		return s.storage.Remove(ctx, File{SHA256: sum}.Key())
	})
}

// tryLock takes the lock of a key alone; it does not wait for whoever stores it.
func tryLock(ctx context.Context, tx bun.IDB, sum []byte) (free bool, err error) {
	err = tx.NewRaw("SELECT pg_try_advisory_xact_lock(?)", lockOf(sum)).Scan(ctx, &free)
	return free, err
}
