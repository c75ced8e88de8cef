package doctor

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"time"

	"github.com/uptrace/bun"

	"taphuan/internal/coursepackage"
	"taphuan/internal/fault"
	"taphuan/internal/media/ffmpeg"
)

const (
	spaceError, spaceWarning = 1 << 30, 5 << 30 // bytes
	// maxMedia bounds how many media files are looked at.
	maxMedia = 20_000
	// mediaTime bounds how long they are looked for: in a bucket each is a request.
	mediaTime = 3 * time.Second
	// oldBackup is the age from which a daily backup has been missed.
	oldBackup = 26 * time.Hour
)

// nearest is the path itself, or the nearest folder above it that exists.
func nearest(path string) string {
	path, err := filepath.Abs(path)
	if err != nil {
		return "/"
	}
	for ; path != filepath.Dir(path); path = filepath.Dir(path) {
		if _, err := os.Stat(path); err == nil {
			return path
		}
	}
	return path
}

func (m Machine) dataDir() Finding {
	dir := m.Config.Home()
	if err := syscall.Access(nearest(dir), 0x2); err != nil { // W_OK
		return fail("data", fmt.Sprintf("this account cannot write in %s", dir), "give the folder to the account that runs taphuan, or set DATA_DIR")
	}
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		return ok("data", "%s will be made at the first start", dir)
	}
	return ok("data", "%s can be written", dir)
}

func (m Machine) diskSpace() Finding {
	var found syscall.Statfs_t
	dir := nearest(m.Config.Home())
	if err := syscall.Statfs(dir, &found); err != nil {
		return failed("space", err)
	}
	free := int64(found.Bavail) * int64(found.Bsize)
	text := fmt.Sprintf("%.1f GiB are free on the disk of %s", float64(free)/(1<<30), dir)
	switch {
	case free < spaceError:
		return fail("space", text, "make room: PostgreSQL stops when its disk is full")
	case free < spaceWarning:
		return warn("space", text, "make room or move DATA_DIR")
	}
	return ok("space", "%s", text)
}

// secretKey tells about the key; needed means that accounts exist which depend on it.
func (m Machine) secretKey(needed bool) Finding {
	path := m.Config.SecretKeyFile
	_, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && needed:
		return fail("secret key", path+" is missing, while accounts exist", "bring the copy back before the server starts: with a new key printed passwords and authenticator apps stop working")
	case errors.Is(err, fs.ErrNotExist):
		return ok("secret key", "%s will be made at the first start; then keep a copy in another safe place", path)
	case err != nil:
		return fail("secret key", err.Error(), "let the account that runs taphuan read it (chown, chmod 600)")
	}
	if _, err := m.Config.SecretKey(); err != nil {
		return fail("secret key", err.Error(), "see SECRET_KEY_FILE in docs/operations/backup.md")
	}
	return ok("secret key", "%s is readable by its owner alone", path)
}

// mediaFiles looks for the files that the database names, the newest first, as many as its time allows.
func (m Machine) mediaFiles(ctx context.Context, db *bun.DB) Finding {
	var keys []string
	if err := db.NewRaw("SELECT encode(sha256, 'hex') FROM media.files ORDER BY created_at DESC LIMIT ?", maxMedia).Scan(ctx, &keys); err != nil {
		return failed("media", err)
	}
	missing, looked, until := 0, 0, m.Now().Add(mediaTime)
	for _, key := range keys {
		file, err := m.Media.Open(ctx, key)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			missing++
		case err != nil:
			return fail("media", err.Error(), "check MEDIA_S3_URL or DATA_DIR, and that the server of the bucket runs and lets this machine in")
		default:
			file.Close()
		}
		if looked++; m.Now().After(until) {
			break
		}
	}
	if missing > 0 {
		return fail("media", fmt.Sprintf("files missing: %d of %d", missing, looked), "check MEDIA_S3_URL or DATA_DIR; restore the files from a backup, or run 'taphuan course import' for those of courses")
	}
	if looked < len(keys) {
		return ok("media", "the %d newest of %d files are there", looked, len(keys))
	}
	return ok("media", "all %d files are there", looked)
}

func (m Machine) courses() []Finding {
	dir := m.Config.CoursesDir
	folders, err := filepath.Glob(filepath.Join(dir, "*", "course.yaml"))
	if err != nil || len(folders) == 0 {
		return []Finding{warn("courses", "there is no course package in "+dir, "set COURSES_DIR to the folder that came with the program")}
	}
	var findings []Finding
	for _, file := range folders {
		folder := filepath.Dir(file)
		if p, problems := coursepackage.Read(folder); p == nil {
			findings = append(findings, fail("courses", fmt.Sprintf("%s has %s, the first: %s", folder, fault.Counted(len(problems), "problem", "problems"), problems[0].In("en")), "taphuan course validate "+folder))
		}
	}
	if len(findings) == 0 {
		findings = []Finding{ok("courses", "%d packages in %s, all sound", len(folders), dir)}
	}
	return findings
}

func (m Machine) ffmpeg(ctx context.Context) Finding {
	const lost = "; courses and MP4 files that browsers play as they are work, others cannot be converted"
	tools, err := ffmpeg.Find(m.Config.FFmpeg)
	if err != nil {
		return warn("ffmpeg", err.Error()+lost, "apt-get install ffmpeg, or set FFMPEG to the program")
	}
	if err := tools.Check(ctx); err != nil {
		return warn("ffmpeg", err.Error()+lost, "install the ffmpeg of Debian, or set FFMPEG to one with these parts")
	}
	return ok("ffmpeg", "%s", tools.FFmpeg)
}

func (m Machine) backups() Finding {
	if m.BackupDir == "" {
		return warn("backup", "BACKUP_DIR is not set, so nobody knows whether there are backups", "see docs/operations/backup.md: a daily timer, and a copy elsewhere")
	}
	found, err := filepath.Glob(filepath.Join(m.BackupDir, "taphuan-*.tar.gz"))
	if err != nil {
		return failed("backup", err)
	}
	if len(found) == 0 {
		return warn("backup", "there is no backup in "+m.BackupDir, "taphuan backup "+m.BackupDir)
	}
	info, err := os.Stat(slices.Max(found)) // names sort by time
	if err != nil {
		return failed("backup", err)
	}
	age := m.Now().Sub(info.ModTime())
	text := fmt.Sprintf("the last one is %s, %s old, %d MiB", filepath.Base(info.Name()), age.Round(time.Minute), info.Size()>>20)
	if age > oldBackup {
		return warn("backup", text, "systemctl status taphuan-backup.timer taphuan-backup.service")
	}
	return ok("backup", "%s", text)
}
