package media

import (
	"context"
	"encoding/hex"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
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
