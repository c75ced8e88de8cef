package media

import (
	"context"
	"encoding/hex"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/postgres"
)

// File is a stored file.
type File struct {
	bun.BaseModel `bun:"table:media.files"`
	ID            uuid.UUID `bun:"id"`
	SHA256        []byte    `bun:"sha256"`
	Size          int64     `bun:"size"` // bytes
	Mime          string    `bun:"mime"`
	DurationMs    int       `bun:"duration_ms,nullzero"`
	Width         int       `bun:"width,nullzero"`
	Height        int       `bun:"height,nullzero"`
}

// Key is the file's name in the storage.
func (f File) Key() string { return hex.EncodeToString(f.SHA256) }

// FindFile returns what is known of a file; sql.ErrNoRows when there is none.
func FindFile(ctx context.Context, tx bun.IDB, id uuid.UUID) (File, error) {
	var f File
	err := tx.NewSelect().Model(&f).Where("id = ?", id).Scan(ctx)
	return f, err
}

const selectSizes postgres.Prepared = `SELECT id, size FROM media.files WHERE id = ANY ($1::uuid[])`

// SizesOf returns the sizes in bytes of files; unknown ones are left out.
func SizesOf(ctx context.Context, tx bun.IDB, ids []uuid.UUID) (map[uuid.UUID]int64, error) {
	sizes := make(map[uuid.UUID]int64, len(ids))
	if len(ids) == 0 {
		return sizes, nil
	}
	var files []File
	err := selectSizes.Scan(ctx, tx, &files, ids)
	for _, f := range files {
		sizes[f.ID] = f.Size
	}
	return sizes, err
}
