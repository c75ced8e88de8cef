package media_test

import (
	"context"
	"errors"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/media"
	"taphuan/internal/postgres"
)

// store keeps a file that nobody names yet.
func (l *library) store(t *testing.T, data string) media.File {
	t.Helper()
	var f media.File
	err := l.runAsSystem(t, func(ctx context.Context, tx bun.Tx) error {
		var err error
		f, err = l.files.StoreTx(ctx, tx, []byte(data), media.File{Mime: "video/mp4"})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func (l *library) runAsSystem(t *testing.T, fn func(ctx context.Context, tx bun.Tx) error) error {
	t.Helper()
	return l.db.RunInTx(t.Context(), postgres.System(postgres.ImportCourses), fn)
}

func (l *library) exec(t *testing.T, query string, args ...any) {
	t.Helper()
	if _, err := l.owner.ExecContext(t.Context(), query, args...); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}

// publish makes a published version whose only lesson shows the video, with these captions.
func (l *library) publish(t *testing.T, video, captions media.File) {
	t.Helper()
	course, version, module, lesson := uuid.New(), uuid.New(), uuid.New(), uuid.New()
	l.exec(t, "INSERT INTO catalog.courses (id, key, code) VALUES (?, ?, 'MAU')", course, "mau-"+course.String()[:8])
	l.exec(t, `INSERT INTO catalog.course_versions (id, course_id, number, state, title_vi, field, level, periods, pass_mark, updated_on, content_hash)
		VALUES (?, ?, 1, 'draft', 'Khóa mẫu', 'it', 'basic', 100, 500, '2026-11-01', '')`, version, course)
	l.exec(t, "INSERT INTO catalog.modules (id, course_version_id, position, key, title_vi) VALUES (?, ?, 1, 'mot', 'Phần một')", module, version)
	l.exec(t, `INSERT INTO catalog.lessons (id, module_id, course_version_id, position, slug, kind, title_vi, minutes, video_id, video_voice)
		VALUES (?, ?, ?, 1, 'bai', 'video', 'Bài', 5, ?, 'human')`, lesson, module, version, video.ID)
	l.exec(t, "INSERT INTO catalog.lesson_texts (lesson_id, locale, blocks, captions_id) VALUES (?, 'vi', '[]', ?)", lesson, captions.ID)
	l.exec(t, "UPDATE catalog.course_versions SET state = 'published', published_at = now() WHERE id = ?", version)
}

// TestCollect: what a published version, the library or an encoding names stays, row and bytes, however old; so does
// what is young. Everything else goes, and what a crash left without a row.
func TestCollect(t *testing.T) {
	t.Parallel()
	for name, c := range storages(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := newLibrary(t, c.storage, roomy)
			lesson, captions := l.store(t, "phim bài học"), l.store(t, "WEBVTT")
			l.publish(t, lesson, captions)
			who := author()
			video := l.bring(t, who, "phim.mp4", film(5000, 1))
			gone := l.bring(t, who, "bỏ đi.mp4", film(5000, 2))
			poster, rendition, thumbnails, ownPoster := l.store(t, "ảnh"), l.store(t, "360p"), l.store(t, "ảnh nhỏ"), l.store(t, "ảnh bìa")
			l.exec(t, "UPDATE media.encodings SET poster_id = ?, thumbnails_id = ? WHERE file_id = ?", poster.ID, thumbnails.ID, video.FileID)
			l.exec(t, `INSERT INTO media.renditions (file_id, name, rendition_id, codecs, bandwidth, average_bandwidth, init_bytes, segments)
				VALUES (?, '360p', ?, 'avc1', 1, 1, 1, '[]')`, video.FileID, rendition.ID)
			l.exec(t, "UPDATE media.videos SET poster_id = ? WHERE id = ?", ownPoster.ID, video.ID)
			other := l.store(t, "không ai dùng")
			if err := c.storage.Put(t.Context(), keyOf("không có dòng"), strings.NewReader("không có dòng")); err != nil {
				t.Fatal(err)
			}
			if err := l.files.DeleteVideo(t.Context(), who, gone.ID); err != nil {
				t.Fatal(err)
			}
			l.collect(t)
			if left := c.left(t); len(left) != 10 {
				t.Fatalf("young files were collected: %v", left)
			}
			l.pass(25 * time.Hour)
			l.collect(t)
			want := []string{lesson.Key(), captions.Key(), video.File.Key(), poster.Key(), rendition.Key(), thumbnails.Key(), ownPoster.Key()}
			left := c.left(t)
			slices.Sort(want)
			slices.Sort(left)
			if !slices.Equal(want, left) {
				t.Errorf("the storage keeps %d files, want %d: %v, want %v", len(left), len(want), left, want)
			}
			if n := l.count(t, "media.files"); n != len(want) {
				t.Errorf("%d rows, want %d", n, len(want))
			}
			if n := l.count(t, "media.files WHERE id IN (?, ?)", gone.FileID, other.ID); n != 0 {
				t.Errorf("%d rows of what nobody names", n)
			}
		})
	}
}

// TestCollectNeverTakesWhatIsStored: while files are collected as fast as can be, the same bytes are stored and named
// again and again; no row ever stands without its bytes.
func TestCollectNeverTakesWhatIsStored(t *testing.T) {
	t.Parallel()
	for name, c := range storages(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := newLibrary(t, wholeOnly{c.storage}, roomy)
			collector := media.NewCollector(l.files, discard, func() time.Time { return folderTime(keyOf("phim")) })
			done := make(chan bool)
			var work sync.WaitGroup
			work.Go(func() {
				for {
					select {
					case <-done:
						return
					default:
						if err := collector.Collect(t.Context()); err != nil {
							t.Error(err)
							return
						}
					}
				}
			})
			agency := uuid.New()
			for range 150 {
				var f media.File
				err := l.runAsSystem(t, func(ctx context.Context, tx bun.Tx) error {
					var err error
					if f, err = l.files.StoreTx(ctx, tx, []byte("phim"), media.File{Mime: "video/mp4"}); err != nil {
						return err
					}
					_, err = tx.ExecContext(ctx, "INSERT INTO media.videos (id, agency_id, title, file_id) VALUES (?, ?, 'Phim', ?)", uuid.New(), agency, f.ID)
					return err
				})
				if err != nil {
					t.Fatal(err)
				}
				opened, err := c.storage.Open(t.Context(), f.Key())
				if err != nil {
					t.Fatalf("a named file has no bytes: %v", err)
				}
				opened.Close()
				l.exec(t, "DELETE FROM media.videos WHERE agency_id = ?", agency)
			}
			close(done)
			work.Wait()
			if err := collector.Collect(t.Context()); err != nil {
				t.Fatal(err)
			}
			if _, err := c.storage.Open(t.Context(), keyOf("phim")); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("in the end nobody names it: %v", err)
			}
		})
	}
}

// wholeOnly hides what is being written at this moment: the collector's clock is years ahead.
type wholeOnly struct{ media.Storage }

func (s wholeOnly) List(ctx context.Context, folder string, limit int) ([]media.Stored, error) {
	list, err := s.Storage.List(ctx, folder, limit)
	return slices.DeleteFunc(list, func(f media.Stored) bool { return len(f.Key) != 64 }), err
}

// folderTime is a moment, years ahead, at which the collector looks through the folder of a key.
func folderTime(key string) time.Time {
	var folder int64
	for _, digit := range key[:2] {
		folder = folder*16 + int64(strings.IndexRune("0123456789abcdef", digit))
	}
	hour := time.Now().AddDate(2, 0, 0).Unix() / 3600
	for (hour*16)%256 != folder/16*16 {
		hour++
	}
	return time.Unix(hour*3600, 0)
}

// TestListAndRemove: both storages list what lies in a folder, with its age, and remove it; what is not there is no
// error.
func TestListAndRemove(t *testing.T) {
	t.Parallel()
	for name, c := range storages(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			key := keyOf("xin chào")
			if list, err := c.storage.List(t.Context(), key[:2], 10); err != nil || len(list) != 0 {
				t.Errorf("nothing stored: %v, %v", list, err)
			}
			for _, text := range []string{"xin chào", "tạm biệt"} {
				if err := c.storage.Put(t.Context(), keyOf(text), strings.NewReader(text)); err != nil {
					t.Fatal(err)
				}
			}
			list, err := c.storage.List(t.Context(), key[:2], 10)
			if err != nil || len(list) != 1 || list[0].Key != key || time.Since(list[0].At).Abs() > time.Minute {
				t.Errorf("%+v, %v", list, err)
			}
			for range 2 {
				if err := c.storage.Remove(t.Context(), key); err != nil {
					t.Error(err)
				}
			}
			if left := c.left(t); len(left) != 1 || left[0] != keyOf("tạm biệt") {
				t.Errorf("left: %v", left)
			}
		})
	}
}
