package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"taphuan/internal/config"
	"taphuan/internal/coursepackage"
	"taphuan/internal/fault"
	"taphuan/internal/media"
	"taphuan/internal/postgres"
)

// ImportCourses publishes every package of the courses folder that has changed. A package with
// errors is refused whole and named; the others are imported.
func ImportCourses(ctx context.Context, cfg config.Config, databaseURL string, log *slog.Logger) error {
	folders, err := CourseFolders(cfg.CoursesDir)
	if err != nil || len(folders) == 0 {
		return err
	}
	db, err := postgres.Open(ctx, databaseURL, 4)
	if err != nil {
		return err
	}
	defer db.Close()
	storage, err := Storage(cfg)
	if err != nil {
		return err
	}
	files := media.New(db, storage)
	var failures []error
	for _, folder := range folders {
		p, problems := coursepackage.Read(folder)
		if p == nil {
			failures = append(failures, fmt.Errorf("%s: %s, the first: %s (taphuan course validate %s lists all)", folder, fault.Counted(len(problems), "problem", "problems"), problems[0].In("vi"), folder))
			continue
		}
		outcome, err := coursepackage.Import(ctx, db, files, p, time.Now())
		if err != nil {
			failures = append(failures, fmt.Errorf("%s: %w", folder, err))
			continue
		}
		log.Info("course package", "folder", folder, "outcome", outcome)
	}
	return errors.Join(failures...)
}

// CourseFolders lists the package folders below a directory: those with a course.yaml.
func CourseFolders(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("COURSES_DIR: %w", err)
	}
	var folders []string
	for _, e := range entries {
		folder := filepath.Join(dir, e.Name())
		if _, err := os.Stat(filepath.Join(folder, "course.yaml")); err == nil {
			folders = append(folders, folder)
		}
	}
	return folders, nil
}
