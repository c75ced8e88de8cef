package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"taphuan/internal/app"
	"taphuan/internal/app/backup"
)

// BackupCommand writes a backup.
type BackupCommand struct {
	File       string `arg:"" optional:"" env:"BACKUP_DIR" help:"The file to write, or a folder, where it is named after the moment. BACKUP_DIR when not given."`
	WithSecret bool   `help:"Put the secret key inside too: whoever has the file can then sign in as anybody."`
}

// Run writes the backup and prints what is in it. Media files that could not be included are named
// and are a failure, though the backup of everything else exists.
func (c *BackupCommand) Run(ctx context.Context) error {
	if c.File == "" {
		return fmt.Errorf("name the file to write: taphuan backup FILE, or set BACKUP_DIR")
	}
	cfg, _, err := load()
	if err != nil {
		return err
	}
	database, err := app.JoinDatabase(ctx, cfg)
	if err != nil {
		return err
	}
	defer database.Close()
	storage, err := app.Storage(cfg)
	if err != nil {
		return err
	}
	file, start := backupFile(c.File, time.Now()), time.Now()
	m, err := backup.Write(ctx, file, backup.Source{Database: database.URL, Media: storage,
		SecretKeyFile: cfg.SecretKeyFile, WithSecret: c.WithSecret, Version: version, Now: time.Now})
	if err != nil {
		return err
	}
	fmt.Printf("%s\n%s\nwritten in %.1f s\n", file, describeBackup(m), time.Since(start).Seconds())
	if m.Secret == nil {
		fmt.Printf("The secret key is not inside. Keep a copy of %s in another safe place.\n", cfg.SecretKeyFile)
	}
	if len(m.MissingMedia) > 0 {
		return fmt.Errorf("the backup is written, but %d media files are missing or damaged on this machine and not inside, the first %s: "+
			"bring them back from an older backup, or import the courses again", len(m.MissingMedia), m.MissingMedia[0])
	}
	return nil
}

// backupFile is the file itself, or a name for this moment when a folder is given.
func backupFile(given string, now time.Time) string {
	if info, err := os.Stat(given); err == nil && info.IsDir() {
		return filepath.Join(given, backup.Name(now))
	}
	return given
}

func describeBackup(m backup.Manifest) string {
	mode := m.Mode
	if mode == "" {
		mode = "no mode yet"
	}
	return fmt.Sprintf("taken %s from taphuan %s on PostgreSQL %s (%s)\n%d tables, %d rows; %d media files, %d MiB",
		m.TakenAt.Local().Format("2006-01-02 15:04:05 -07:00"), m.Program, m.PostgreSQL, mode, len(m.Tables), m.Rows(), len(m.Media), m.MediaBytes()>>20)
}
