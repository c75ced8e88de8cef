package media_test

import (
	"context"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/media"
	"taphuan/internal/outbox"
	"taphuan/internal/pgtest"
	"taphuan/internal/postgres"
)

// studio is a database with a storage and an encoder; what is offered is noted and worked by hand.
type studio struct {
	t       *testing.T
	db      *postgres.DB
	owner   *bun.DB
	files   *media.Service
	encoder *media.Encoder
	dir     string // temporary folders
}

func newStudio(t *testing.T, storage media.Storage, ffmpeg string) *studio {
	t.Helper()
	s := &studio{t: t, dir: filepath.Join(t.TempDir(), "encoding")}
	s.db, s.owner = pgtest.NewWithOwner(t)
	s.files = media.New(s.db, storage)
	reaction := outbox.OnLong("encode_video", func(context.Context, media.EncodingOffered) error { return nil })
	events, err := outbox.New(s.db, []outbox.Reaction{reaction})
	if err != nil {
		t.Fatal(err)
	}
	s.encoder = media.NewEncoder(media.EncoderOptions{Files: s.files, Events: events, Log: slog.New(slog.DiscardHandler), FFmpeg: ffmpeg, Dir: s.dir, Longest: 3 * time.Hour})
	return s
}

// shoot makes a film with ffmpeg and asks for its renditions.
func (s *studio) shoot(args ...string) uuid.UUID {
	s.t.Helper()
	return s.bring(shoot(s.t, "mp4", args...))
}

// shoot makes a film with ffmpeg.
func shoot(t *testing.T, kind string, args ...string) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "film."+kind)
	if out, err := exec.Command("ffmpeg", append(append([]string{"-v", "error", "-nostdin"}, args...), path)...).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// bring stores a file and asks for its renditions.
func (s *studio) bring(data []byte) (id uuid.UUID) {
	s.t.Helper()
	err := s.db.RunInTx(s.t.Context(), postgres.Nobody(), func(ctx context.Context, tx bun.Tx) error {
		f, err := s.files.StoreTx(ctx, tx, data, media.File{Mime: "video/mp4"})
		if err != nil {
			return err
		}
		id = f.ID
		return media.EncodeTx(ctx, tx, f.ID)
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return id
}

// offers has the waiting files offered and returns what was, in order of their attempts' ids.
func (s *studio) offers() (offered []media.EncodingOffered) {
	s.t.Helper()
	if err := s.encoder.OfferEncodings(s.t.Context()); err != nil {
		s.t.Fatal(err)
	}
	rows := []struct {
		FileID  uuid.UUID
		Attempt int
	}{}
	err := s.owner.NewRaw(`WITH taken AS (DELETE FROM river.river_job WHERE kind = 'media.encoding_offered/encode_video' RETURNING id, args)
		SELECT (args->'payload'->>'FileID')::uuid AS file_id, (args->'payload'->>'Attempt')::int AS attempt FROM taken ORDER BY id`).Scan(s.t.Context(), &rows)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, r := range rows {
		offered = append(offered, media.EncodingOffered(r))
	}
	return offered
}

// work has the waiting files offered and works on them.
func (s *studio) work() {
	s.t.Helper()
	for _, o := range s.offers() {
		if err := s.encoder.EncodeVideo(s.t.Context(), o); err != nil {
			s.t.Fatal(err)
		}
	}
}

func (s *studio) find(id uuid.UUID) (media.Encoding, []media.Rendition) {
	s.t.Helper()
	e, renditions, err := media.FindEncoding(s.t.Context(), s.db.Bun, id)
	if err != nil || e == nil {
		s.t.Fatalf("%v, %v", e, err)
	}
	return *e, renditions
}

func (s *studio) exec(query string, args ...any) {
	s.t.Helper()
	if _, err := s.owner.ExecContext(s.t.Context(), query, args...); err != nil {
		s.t.Fatal(err)
	}
}

func namesOf(renditions []media.Rendition) (names []string) {
	for _, r := range renditions {
		names = append(names, r.Name)
	}
	return names
}

var h264 = []string{"-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac"}

// lively is a film that is no light one.
func lively(size string) []string {
	return append([]string{"-f", "lavfi", "-i", "testsrc2=s=" + size + ":r=25:d=6", "-f", "lavfi", "-i", "sine=frequency=300:d=6"}, h264...)
}

// TestEncodeVideo: from a disk and from a bucket, a film becomes renditions, poster and thumbnails, and nothing is left
// in temporary folders.
func TestEncodeVideo(t *testing.T) {
	t.Parallel()
	for name, c := range storages(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStudio(t, c.storage, "")
			id := s.shoot(lively("640x360")...)
			s.work()
			e, renditions := s.find(id)
			if !e.IsReady() || e.Progress != 100 || e.PosterID == uuid.Nil || e.ThumbnailsID == uuid.Nil || e.Count != 3 || e.Width != 144 {
				t.Errorf("%+v", e)
			}
			if diff := cmp.Diff([]string{"audio", "240p", "360p"}, namesOf(renditions)); diff != "" {
				t.Fatal(diff)
			}
			for _, r := range renditions {
				f, opened, err := s.files.Open(t.Context(), r.RenditionID)
				if err != nil {
					t.Fatal(err)
				}
				opened.Close()
				if f.Size != r.Bytes() || r.AverageBandwidth <= 0 || r.Bandwidth < r.AverageBandwidth {
					t.Errorf("%s: %d of %d bytes, %d %d", r.Name, r.Bytes(), f.Size, r.Bandwidth, r.AverageBandwidth)
				}
			}
			if r := renditions[0]; r.Codecs != "mp4a.40.2" || r.Width != 0 {
				t.Errorf("%+v", r)
			}
			if r := renditions[1]; r.Codecs != "avc1.42C015,mp4a.40.2" || r.Width != 426 || r.Height != 240 || r.FrameRate != 25 || r.Bandwidth > 280_000 {
				t.Errorf("%+v", r)
			}
			if f, err := media.FindFile(t.Context(), s.db.Bun, id); err != nil || f.DurationMs != 6000 || f.Width != 640 || f.Height != 360 {
				t.Errorf("%+v, %v", f, err)
			}
			if left := files(t, s.dir); len(left) != 0 {
				t.Errorf("left: %v", left)
			}
		})
	}
}

// TestEncodeLight: a file that plays on every phone as it is gets no more video.
func TestEncodeLight(t *testing.T) {
	t.Parallel()
	s := newStudio(t, media.Disk{Dir: t.TempDir()}, "")
	film, err := os.ReadFile("../coursepackage/testdata/good/media/m1.mp4")
	if err != nil {
		t.Fatal(err)
	}
	id := s.bring(film)
	s.work()
	e, renditions := s.find(id)
	if !e.IsReady() || e.ThumbnailsID == uuid.Nil || slices.ContainsFunc(renditions, func(r media.Rendition) bool { return r.Width > 0 }) {
		t.Errorf("%+v %v", e, namesOf(renditions))
	}
}

// TestRefusedVideos: what is at fault in a file is told by a reason that has words in both languages; it is not tried again.
func TestRefusedVideos(t *testing.T) {
	t.Parallel()
	s := newStudio(t, media.Disk{Dir: t.TempDir()}, "")
	whole := shoot(t, "mp4", lively("320x180")...)
	fastStart := shoot(t, "mp4", append(lively("320x180"), "-movflags", "+faststart")...)
	encrypted := append(lively("320x180"), "-encryption_scheme", "cenc-aes-ctr", "-encryption_key", strings.Repeat("76", 16), "-encryption_kid", strings.Repeat("a7", 16))
	bad := map[uuid.UUID]string{}
	for data, reason := range map[string]string{
		"":                           "video.empty",
		"<html><body></body></html>": "video.not_video",
		"#EXTM3U\n#EXTINF:2,\nfile:///etc/hostname\n#EXT-X-ENDLIST\n": "video.not_video",
		string(whole[:len(whole)*2/3]):                                "video.truncated", // the head, at the end, is lost
		string(fastStart[:len(fastStart)*2/3]):                        "video.truncated",
		string(shoot(t, "mp4", encrypted...)):                         "video.encrypted",
	} {
		bad[s.bring([]byte(data))] = reason
	}
	for range bad {
		s.work()
	}
	for id, reason := range bad {
		e, renditions := s.find(id)
		if e.State != media.Refused || e.Reason != reason || len(renditions) != 0 {
			t.Errorf("%+v, want %s", e, reason)
		}
		if text := media.RefusalText(e.Reason); text.VI == "" || text.EN == "" {
			t.Errorf("%s has no words", e.Reason)
		}
	}
	if left := s.offers(); left != nil {
		t.Errorf("offered again: %v", left)
	}
}

// TestTwoAtOnce: no more than two files are worked on at the same time, the oldest first; who lives keeps its file.
func TestTwoAtOnce(t *testing.T) {
	t.Parallel()
	s := newStudio(t, media.Disk{Dir: t.TempDir()}, "")
	var ids []uuid.UUID
	for _, text := range []string{"một", "hai", "ba"} {
		ids = append(ids, s.bring([]byte(text)))
	}
	first := s.offers()
	if len(first) != 2 || first[0] != (media.EncodingOffered{FileID: ids[0], Attempt: 1}) || first[1].FileID != ids[1] {
		t.Fatalf("offered %+v of %v", first, ids)
	}
	if again := s.offers(); again != nil {
		t.Errorf("a third at once: %+v", again)
	}
	s.exec("UPDATE media.encodings SET held_until = now() - interval '1 second' WHERE file_id = ?", ids[1]) // its worker died
	second := s.offers()
	if len(second) != 1 || second[0] != (media.EncodingOffered{FileID: ids[1], Attempt: 2}) {
		t.Errorf("after a death: %+v", second)
	}
	if err := s.encoder.EncodeVideo(t.Context(), first[1]); err != nil { // the dead one lives after all, and sees that it was overtaken
		t.Error(err)
	}
	if e, _ := s.find(ids[1]); e.State != media.Working || e.Attempt != 2 {
		t.Errorf("the overtaken one wrote: %+v", e)
	}
}

// TestKilledEncoder: what was made before the worker died is not made again, and its folder is cleared away.
func TestKilledEncoder(t *testing.T) {
	t.Parallel()
	s := newStudio(t, media.Disk{Dir: t.TempDir()}, "")
	id := s.shoot(lively("640x480")...)
	offered := s.offers()
	ctx, kill := context.WithCancel(t.Context())
	defer kill()
	ended := make(chan error, 1)
	go func() { ended <- s.encoder.EncodeVideo(ctx, offered[0]) }()
	for {
		if _, made := s.find(id); len(made) >= 2 {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	kill()
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	e, before := s.find(id)
	if e.State != media.Queued || e.Attempt != 0 { // a worker that is stopped gives it back
		t.Errorf("%+v", e)
	}
	if len(before) == 4 {
		t.Skip("it was faster than the kill")
	}
	// A killed one does not: the row still says that somebody works, and a folder is left.
	s.exec("UPDATE media.encodings SET state = 'working', attempt = 1, held_until = now() - interval '1 second' WHERE file_id = ?", id)
	if err := os.MkdirAll(filepath.Join(s.dir, "video-dead"), 0o750); err != nil {
		t.Fatal(err)
	}
	var made []time.Time
	madeAt := func() (at []time.Time) {
		if err := s.owner.NewRaw("SELECT created_at FROM media.renditions WHERE file_id = ? ORDER BY created_at LIMIT ?", id, len(before)).Scan(t.Context(), &at); err != nil {
			t.Fatal(err)
		}
		return at
	}
	made = madeAt()
	if err := s.encoder.Resume(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.work()
	e, after := s.find(id)
	if !e.IsReady() || cmp.Diff([]string{"audio", "240p", "360p", "480p"}, namesOf(after)) != "" {
		t.Errorf("%+v %v", e, namesOf(after))
	}
	if diff := cmp.Diff(made, madeAt()); diff != "" {
		t.Error("made again", diff)
	}
	if left, err := os.ReadDir(s.dir); err != nil || len(left) != 0 {
		t.Errorf("left: %v, %v", left, err)
	}
}

// TestFailingStorage: after a fault of ours the file waits, is tried again, and is refused in the end; asked for again,
// it begins anew.
func TestFailingStorage(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := newStudio(t, media.Disk{Dir: dir}, "")
	id := s.shoot(lively("320x180")...)
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	for attempt := 1; attempt <= 5; attempt++ {
		offered := s.offers()
		if len(offered) != 1 || offered[0].Attempt != attempt {
			t.Fatalf("attempt %d: %+v", attempt, offered)
		}
		if err := s.encoder.EncodeVideo(t.Context(), offered[0]); err == nil {
			t.Error("no fault is told")
		}
		if again := s.offers(); again != nil {
			t.Errorf("offered again at once: %+v", again)
		}
		s.exec("UPDATE media.encodings SET held_until = now()")
	}
	if left := s.offers(); left != nil {
		t.Errorf("offered for ever: %+v", left)
	}
	if e, _ := s.find(id); e.State != media.Refused || e.Reason != "video.failed" || media.RefusalText(e.Reason).VI == "" {
		t.Errorf("%+v", e)
	}
	err := s.db.RunInTx(t.Context(), postgres.Nobody(), func(ctx context.Context, tx bun.Tx) error { return media.EncodeTx(ctx, tx, id) })
	if offered := s.offers(); err != nil || len(offered) != 1 || offered[0].Attempt != 1 {
		t.Errorf("asked for again: %+v, %v", offered, err)
	}
}

// TestWithoutFFmpeg: what browsers play as it is becomes ready, the rest says what is missing; both are taken up again
// when the programs are there.
func TestWithoutFFmpeg(t *testing.T) {
	t.Parallel()
	storage := media.Disk{Dir: t.TempDir()}
	s := newStudio(t, storage, "/nowhere/ffmpeg")
	playable, foreign := s.shoot(lively("320x180")...), s.bring(shoot(t, "mkv", lively("320x180")...))
	truncated := s.bring(shoot(t, "mp4", lively("320x180")...)[:20_000])
	s.work()
	s.work()
	if e, renditions := s.find(playable); s.encoder.CanConvert() || !e.IsReady() || e.ThumbnailsID != uuid.Nil || len(renditions) != 0 {
		t.Errorf("%+v", e)
	}
	if f, err := media.FindFile(t.Context(), s.db.Bun, playable); err != nil || f.DurationMs != 6000 || f.Width != 320 {
		t.Errorf("%+v, %v", f, err)
	}
	for id, reason := range map[uuid.UUID]string{foreign: "video.encoder_missing", truncated: "video.truncated"} {
		if e, _ := s.find(id); e.Reason != reason || media.RefusalText(reason).VI == "" {
			t.Errorf("%+v, want %s", e, reason)
		}
	}
	installed := newStudio(t, storage, "")
	installed.db, installed.owner = s.db, s.owner
	events, err := outbox.New(s.db, []outbox.Reaction{outbox.OnLong("encode_video", func(context.Context, media.EncodingOffered) error { return nil })})
	if err != nil {
		t.Fatal(err)
	}
	installed.files = media.New(s.db, storage)
	installed.encoder = media.NewEncoder(media.EncoderOptions{Files: installed.files, Events: events, Log: slog.New(slog.DiscardHandler), Dir: s.dir, Longest: time.Hour})
	if err := installed.encoder.Resume(t.Context()); err != nil {
		t.Fatal(err)
	}
	installed.work()
	for _, id := range []uuid.UUID{playable, foreign} {
		if e, renditions := installed.find(id); !e.IsReady() || e.ThumbnailsID == uuid.Nil || len(renditions) != 2 {
			t.Errorf("%+v %v", e, namesOf(renditions))
		}
	}
}
