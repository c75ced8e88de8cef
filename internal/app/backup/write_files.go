package backup

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"taphuan/internal/media"
)

// writeMedia writes every file that the database names. One that is missing, or that no longer has
// the hash it is stored under, is noted and left out: the rest of the backup is worth having.
func (s Source) writeMedia(ctx context.Context, archive *archiveWriter, keys []string, m *Manifest) error {
	for _, key := range keys {
		if err := ctx.Err(); err != nil {
			return err
		}
		file, err := writeMediaFile(ctx, archive, s.Media, key)
		switch {
		case errors.Is(err, errNotWhole):
			m.MissingMedia = append(m.MissingMedia, key)
		case err != nil:
			return fmt.Errorf("media file %s: %w", key, err)
		default:
			m.Media = append(m.Media, file)
		}
	}
	return nil
}

// errNotWhole says that a media file is missing or damaged in the storage.
var errNotWhole = errors.New("the file is missing or damaged")

func writeMediaFile(ctx context.Context, archive *archiveWriter, storage media.Storage, key string) (File, error) {
	source, err := storage.Open(ctx, key)
	if errors.Is(err, fs.ErrNotExist) {
		return File{}, errNotWhole
	}
	if err != nil {
		return File{}, err
	}
	defer source.Close()
	sum := sha256.New()
	size, err := io.Copy(sum, source)
	if err != nil {
		return File{}, err
	}
	if hex.EncodeToString(sum.Sum(nil)) != key {
		return File{}, errNotWhole
	}
	if _, err := source.Seek(0, io.SeekStart); err != nil {
		return File{}, err
	}
	return File{Bytes: size, SHA256: key}, archive.file(mediaSection+key, size, source)
}
