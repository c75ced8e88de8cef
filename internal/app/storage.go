package app

import (
	"path/filepath"

	"taphuan/internal/config"
	"taphuan/internal/media"
)

// Storage is where the configuration keeps media files: a bucket, or the folder media in Home.
func Storage(cfg config.Config) (media.Storage, error) {
	if cfg.MediaS3URL != "" {
		return media.NewS3(cfg.MediaS3URL.Reveal())
	}
	return media.Disk{Dir: filepath.Join(cfg.Home(), "media")}, nil
}
