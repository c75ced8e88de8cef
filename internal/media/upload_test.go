package media_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/media"
	"taphuan/internal/outbox"
	"taphuan/internal/pgtest"
	"taphuan/internal/postgres"
)

// library is a video library over a storage, with a clock of its own.
type library struct {
	db      *postgres.DB
	owner   *bun.DB
	files   *media.Service
	uploads *media.Uploads
	limits  media.Limits
	storage media.Storage
	clock   *atomic.Int64 // how far it is ahead
	collect func(t *testing.T)
}

func newLibrary(t *testing.T, storage media.Storage, limits media.Limits) *library {
	t.Helper()
	db, owner := pgtest.NewWithOwner(t)
	l := &library{db: db, owner: owner, storage: storage, limits: limits, clock: &atomic.Int64{}}
	l.files = media.New(db, storage)
	l.uploads = media.NewUploads(l.files, &outbox.Outbox{}, limits, l.now)
	collector := media.NewCollector(l.files, discard, l.now)
	l.collect = func(t *testing.T) {
		t.Helper()
		for range 16 { // through every folder of the storage
			if err := collector.Collect(t.Context()); err != nil {
				t.Fatal(err)
			}
			l.pass(time.Hour)
		}
	}
	return l
}

func (l *library) now() time.Time           { return time.Now().Add(time.Duration(l.clock.Load())) }
func (l *library) pass(after time.Duration) { l.clock.Add(int64(after)) }

var discard = slog.New(slog.DiscardHandler)

var roomy = media.Limits{FileBytes: 64 << 20, AgencyBytes: 1 << 30}

// author makes courses in one agency, the given or a new one.
func author(agency ...uuid.UUID) access.Principal {
	at := append(agency, uuid.New())[0]
	return access.Principal{PersonID: uuid.New(), Grants: []access.Grant{{Role: access.Author, AgencyID: at, Agencies: []uuid.UUID{at}}}}
}

func agencyOf(who access.Principal) uuid.UUID { return who.Grants[0].AgencyID }

// film is something that begins as an MP4 file does, of a size and a seed of its own.
func film(size int, seed uint64) []byte {
	data := make([]byte, size)
	source := rand.NewChaCha8([32]byte{byte(seed), byte(seed >> 8)})
	_, _ = source.Read(data)
	copy(data, "\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isommp41")
	return data
}

func (l *library) begin(t *testing.T, who access.Principal, name string, size int) media.Upload {
	t.Helper()
	upload, err := l.uploads.BeginUpload(t.Context(), who, media.BeginUpload{AgencyID: agencyOf(who), Name: name, Size: int64(size)})
	if err != nil {
		t.Fatal(err)
	}
	return upload
}

// bring uploads a whole file and returns its video.
func (l *library) bring(t *testing.T, who access.Principal, name string, data []byte) media.LibraryVideo {
	t.Helper()
	upload := l.begin(t, who, name, len(data))
	if n, err := l.uploads.AppendUpload(t.Context(), who, upload.ID, 0, bytes.NewReader(data)); err != nil || n != int64(len(data)) {
		t.Fatalf("%d of %d bytes, %v", n, len(data), err)
	}
	l.finish(t, upload)
	list, _, err := l.files.ListVideos(t.Context(), who, media.ListVideos{Limit: 1})
	if err != nil || len(list) != 1 {
		t.Fatalf("%d videos, %v", len(list), err)
	}
	return list[0]
}

func (l *library) finish(t *testing.T, upload media.Upload) {
	t.Helper()
	if err := l.uploads.FinishUpload(t.Context(), media.UploadArrived{UploadID: upload.ID}); err != nil {
		t.Fatal(err)
	}
}

func (l *library) count(t *testing.T, query string, args ...any) (n int) {
	t.Helper()
	if err := l.owner.NewRaw("SELECT count(*) FROM "+query, args...).Scan(t.Context(), &n); err != nil {
		t.Fatal(err)
	}
	return n
}

func (l *library) content(t *testing.T, file uuid.UUID) []byte {
	t.Helper()
	_, opened, err := l.files.Open(t.Context(), file)
	if err != nil {
		t.Fatal(err)
	}
	defer opened.Close()
	data, err := io.ReadAll(opened)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// TestUploadBecomesVideo: title, size, kind and picture are told, its encoding is asked for, its entry stands in the
// audit log, and nothing is left of the parts.
func TestUploadBecomesVideo(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("../coursepackage/testdata/good/media/m1.mp4")
	if err != nil {
		t.Fatal(err)
	}
	l := newLibrary(t, media.Disk{Dir: t.TempDir()}, roomy)
	who := author()
	video := l.bring(t, who, `C:\Phim\Bài  mở đầu.final.MP4`, data)
	if video.Title != "Bài mở đầu.final" || video.AgencyID != agencyOf(who) || video.File.Mime != "video/mp4" || video.File.Size != int64(len(data)) ||
		video.File.DurationMs != 6000 || video.File.Width != 320 || video.File.Height != 180 || video.Encoding == nil || video.Encoding.State != media.Queued {
		t.Errorf("%+v, encoding %+v", video, video.Encoding)
	}
	if !bytes.Equal(l.content(t, video.FileID), data) {
		t.Error("the bytes have changed")
	}
	if n := l.count(t, "audit.entries WHERE action = 'upload_video' AND actor_id = ? AND object_id = ? AND agency_id = ?", who.PersonID, video.ID, agencyOf(who)); n != 1 {
		t.Errorf("%d audit entries", n)
	}
	if n := l.count(t, "media.upload_parts"); n != 0 {
		t.Errorf("%d parts are left", n)
	}
	if list, err := l.uploads.ListUploads(t.Context(), who); err != nil || len(list) != 0 {
		t.Errorf("unfinished: %v, %v", list, err)
	}
}

// interrupted is a storage that fails from some call on.
type interrupted struct {
	media.Storage
	left *atomic.Int64
}

var errPowerCut = errors.New("the power was cut")

func (s interrupted) spend() error {
	if s.left.Add(-1) < 0 {
		return errPowerCut
	}
	return nil
}

func (s interrupted) Put(ctx context.Context, key string, r io.Reader) error {
	if err := s.spend(); err != nil {
		_, _ = io.CopyN(io.Discard, r, 100)
		return err
	}
	if err := s.Storage.Put(ctx, key, r); err != nil {
		return err
	}
	return s.spend() // stored, and nobody was told
}

func (s interrupted) Open(ctx context.Context, key string) (io.ReadSeekCloser, error) {
	if err := s.spend(); err != nil {
		return nil, err
	}
	return s.Storage.Open(ctx, key)
}

func (s interrupted) Remove(ctx context.Context, key string) error {
	if err := s.spend(); err != nil {
		return err
	}
	return s.Storage.Remove(ctx, key)
}

// TestUploadSurvivesCrashes: whatever step of storing and finishing is the last one before a crash, the upload goes
// on; in the end there is one video with these bytes, and nothing else in the storage.
func TestUploadSurvivesCrashes(t *testing.T) {
	t.Parallel()
	for name, c := range storages(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var left atomic.Int64
			left.Store(1 << 40)
			l := newLibrary(t, interrupted{c.storage, &left}, roomy)
			data := film(200_000, 7)
			steps := int64(0)
			for ; ; steps++ {
				who := author()
				upload := l.begin(t, who, "phim.mp4", len(data))
				left.Store(steps)
				crashed := l.advance(t, who, upload, data) != nil
				left.Store(1 << 40)
				for range 3 { // the sender comes back, and the reaction is tried again
					if err := l.advance(t, who, upload, data); err != nil {
						t.Fatalf("after a crash at step %d: %v", steps, err)
					}
				}
				if n := l.count(t, "media.videos WHERE agency_id = ?", agencyOf(who)); n != 1 {
					t.Fatalf("after a crash at step %d there are %d videos", steps, n)
				}
				list, _, err := l.files.ListVideos(t.Context(), who, media.ListVideos{Limit: 1})
				if err != nil || !bytes.Equal(l.content(t, list[0].FileID), data) {
					t.Fatalf("after a crash at step %d: other bytes, %v", steps, err)
				}
				l.forget(t, who, list[0])
				if !crashed {
					break
				}
				if left := c.left(t); len(left) != 0 {
					t.Fatalf("after a crash at step %d the storage keeps %v", steps, left)
				}
			}
			if steps < 12 {
				t.Errorf("only %d steps were cut", steps)
			}
		})
	}
}

func half(size int64) int64 { return (size + 1) / 2 }

// advance brings what is missing in at most two parts, and finishes.
func (l *library) advance(t *testing.T, who access.Principal, upload media.Upload, data []byte) error {
	t.Helper()
	found, err := l.uploads.FindUpload(t.Context(), who, upload.ID)
	if err != nil {
		return err
	}
	for at := found.Received; at < upload.Size; {
		to := min(at+half(upload.Size), upload.Size)
		if _, err := l.uploads.AppendUpload(t.Context(), who, upload.ID, at, bytes.NewReader(data[at:to])); err != nil {
			return err
		}
		at = to
	}
	return l.uploads.FinishUpload(t.Context(), media.UploadArrived{UploadID: upload.ID})
}

// forget deletes the video, and collects when everything is old.
func (l *library) forget(t *testing.T, who access.Principal, video media.LibraryVideo) {
	t.Helper()
	if err := l.files.DeleteVideo(t.Context(), who, video.ID); err != nil {
		t.Fatal(err)
	}
	l.pass(8 * 24 * time.Hour)
	l.collect(t)
}

// TestUploadLostPart: a part that the storage has lost is asked for again.
func TestUploadLostPart(t *testing.T) {
	t.Parallel()
	l := newLibrary(t, media.Disk{Dir: t.TempDir()}, roomy)
	who, data := author(), film(40<<20, 3) // three parts
	upload := l.begin(t, who, "phim.mp4", len(data))
	if _, err := l.uploads.AppendUpload(t.Context(), who, upload.ID, 0, bytes.NewReader(data)); err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(data[16<<20 : 32<<20])
	if err := l.storage.Remove(t.Context(), fmt.Sprintf("%x", sum)); err != nil {
		t.Fatal(err)
	}
	l.finish(t, upload)
	found, err := l.uploads.FindUpload(t.Context(), who, upload.ID)
	if err != nil || found.State != media.UploadOpen || found.Received != 16<<20 {
		t.Fatalf("%+v, %v", found, err)
	}
	if err := l.advance(t, who, upload, data); err != nil {
		t.Fatal(err)
	}
	list, _, err := l.files.ListVideos(t.Context(), who, media.ListVideos{Limit: 1})
	if err != nil || len(list) != 1 || !bytes.Equal(l.content(t, list[0].FileID), data) {
		t.Errorf("%d videos, %v", len(list), err)
	}
}

// TestUploadFromTwoTabs: of two senders of one upload each offset takes one; the other is told, and the file is whole.
// Two uploads of the same bytes become two videos of one file.
func TestUploadFromTwoTabs(t *testing.T) {
	t.Parallel()
	l := newLibrary(t, media.Disk{Dir: t.TempDir()}, roomy)
	who, data := author(), film(5<<20, 5)
	upload, other := l.begin(t, who, "phim.mp4", len(data)), l.begin(t, who, "phim (1).mp4", len(data))
	var moved atomic.Int64
	var tabs sync.WaitGroup
	send := func(upload media.Upload, chunk int64) {
		for {
			found, err := l.uploads.FindUpload(t.Context(), who, upload.ID)
			if err != nil {
				t.Error(err)
				return
			}
			if found.State != media.UploadOpen {
				return
			}
			to := min(found.Received+chunk, int64(len(data)))
			switch _, err := l.uploads.AppendUpload(t.Context(), who, upload.ID, found.Received, bytes.NewReader(data[found.Received:to])); {
			case errors.Is(err, media.ErrUploadMoved):
				moved.Add(1)
			case err != nil:
				t.Error(err)
				return
			}
		}
	}
	tabs.Go(func() { send(upload, 100_000) })
	tabs.Go(func() { send(upload, 130_000) })
	tabs.Go(func() { send(other, 1<<20) })
	tabs.Wait()
	if moved.Load() == 0 {
		t.Error("no tab was told that the other was faster")
	}
	for _, u := range []media.Upload{upload, other} {
		l.finish(t, u)
		l.finish(t, u)
	}
	list, total, err := l.files.ListVideos(t.Context(), who, media.ListVideos{Limit: 10})
	if err != nil || total != 2 || list[0].FileID != list[1].FileID || !bytes.Equal(l.content(t, list[0].FileID), data) {
		t.Errorf("%d videos, %v", total, err)
	}
}

// TestUploadRefusals: what is refused before the first byte, with a sentence in both languages.
func TestUploadRefusals(t *testing.T) {
	t.Parallel()
	l := newLibrary(t, media.Disk{Dir: t.TempDir()}, media.Limits{FileBytes: 1536 << 20, AgencyBytes: 3 << 30})
	who := author()
	begin := func(who access.Principal, agency uuid.UUID, size int64) error {
		_, err := l.uploads.BeginUpload(t.Context(), who, media.BeginUpload{AgencyID: agency, Name: "phim.mp4", Size: size})
		return err
	}
	learner := access.Principal{PersonID: uuid.New(), Grants: []access.Grant{{Role: access.FocalPoint, AgencyID: agencyOf(who), Agencies: []uuid.UUID{agencyOf(who)}}}}
	for name, c := range map[string]struct {
		err        error
		code, text string
	}{
		"empty":          {begin(who, agencyOf(who), 0), "upload.empty", "trống"},
		"negative":       {begin(who, agencyOf(who), -1), "upload.empty", "trống"},
		"too big":        {begin(who, agencyOf(who), 1536<<20+1), "upload.too_big", "tối đa 1,5 GB"},
		"another agency": {begin(who, uuid.New(), 10), "not_found", ""},
		"another role":   {begin(learner, agencyOf(who), 10), "forbidden", ""},
		"nobody":         {begin(access.Principal{}, agencyOf(who), 10), "auth.required", ""},
	} {
		if f := fault.From(c.err); c.err == nil || f.Code != c.code || !strings.Contains(f.Text.VI, c.text) || f.Text.EN == "" {
			t.Errorf("%s: %v", name, c.err)
		}
	}
	if err := begin(who, agencyOf(who), 1536<<20); err != nil {
		t.Fatal(err)
	}
	colleague := author(agencyOf(who))
	if err := begin(colleague, agencyOf(who), 1536<<20); err != nil {
		t.Fatal(err)
	}
	if f := fault.From(begin(colleague, agencyOf(who), 1)); f.Code != "upload.quota" || !strings.Contains(f.Text.VI, "tối đa 3 GB") {
		t.Errorf("over the quota: %v", f)
	}
	if err := begin(author(), agencyOf(who), 1); fault.KindOf(err) != fault.NotFound {
		t.Errorf("the room of another agency: %v", err)
	}
	room, err := l.uploads.FindRoom(t.Context(), who, agencyOf(who))
	if err != nil || room.Used != 3<<30 || room.AgencyBytes != 3<<30 {
		t.Errorf("room %+v, %v", room, err)
	}
	if _, err := l.uploads.FindRoom(t.Context(), author(), agencyOf(who)); fault.KindOf(err) != fault.NotFound {
		t.Errorf("the room as another agency: %v", err)
	}
}

// TestOpenUploadsAreFew: a fourth upload is refused until one is cancelled, or has stood still for seven days.
func TestOpenUploadsAreFew(t *testing.T) {
	t.Parallel()
	l := newLibrary(t, media.Disk{Dir: t.TempDir()}, roomy)
	who := author()
	var last media.Upload
	for range 3 {
		last = l.begin(t, who, "phim.mp4", 10)
	}
	again := func() error {
		_, err := l.uploads.BeginUpload(t.Context(), who, media.BeginUpload{AgencyID: agencyOf(who), Name: "phim.mp4", Size: 10})
		return err
	}
	if err := again(); !errors.Is(err, media.ErrTooManyUploads) {
		t.Fatal(err)
	}
	if err := l.uploads.CancelUpload(t.Context(), author(agencyOf(who)), last.ID); fault.KindOf(err) != fault.NotFound {
		t.Errorf("a colleague cancels: %v", err)
	}
	if err := l.uploads.CancelUpload(t.Context(), who, last.ID); err != nil {
		t.Fatal(err)
	}
	if err := again(); err != nil {
		t.Fatal(err)
	}
	l.pass(7*24*time.Hour + time.Minute)
	if err := again(); err != nil {
		t.Errorf("after seven days: %v", err)
	}
}

// TestUploadExpires: after seven days without progress it is told so, and then it is gone; one that goes on stays.
func TestUploadExpires(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	l := newLibrary(t, media.Disk{Dir: dir}, roomy)
	who, data := author(), film(300_000, 1)
	still, moving := l.begin(t, who, "phim.mp4", len(data)), l.begin(t, who, "phim hai.mp4", len(data))
	send := func(upload media.Upload, from, to int) {
		t.Helper()
		if _, err := l.uploads.AppendUpload(t.Context(), who, upload.ID, int64(from), bytes.NewReader(data[from:to])); err != nil {
			t.Fatal(err)
		}
	}
	send(still, 0, 100_000)
	send(moving, 0, 90_000)
	l.pass(6 * 24 * time.Hour)
	send(moving, 90_000, 120_000)
	l.pass(25 * time.Hour)
	if _, err := l.uploads.FindUpload(t.Context(), who, still.ID); !errors.Is(err, media.ErrUploadExpired) {
		t.Errorf("expired: %v", err)
	}
	if _, err := l.uploads.AppendUpload(t.Context(), who, still.ID, 100_000, bytes.NewReader(data[100_000:])); !errors.Is(err, media.ErrUploadExpired) {
		t.Errorf("going on with an expired one: %v", err)
	}
	l.collect(t)
	if _, err := l.uploads.FindUpload(t.Context(), who, still.ID); fault.KindOf(err) != fault.NotFound || errors.Is(err, media.ErrUploadExpired) {
		t.Errorf("collected: %v", err)
	}
	if list, err := l.uploads.ListUploads(t.Context(), who); err != nil || len(list) != 1 || list[0].ID != moving.ID || list[0].Received != 120_000 {
		t.Errorf("%+v, %v", list, err)
	}
	if left := files(t, dir); len(left) != 2 {
		t.Errorf("the storage keeps %v, want the two parts of the one that moves", left)
	}
}

// TestUploadIsItsSendersAlone: neither a colleague nor another agency, nor the sender without the right, goes on
// with it.
func TestUploadIsItsSendersAlone(t *testing.T) {
	t.Parallel()
	l := newLibrary(t, media.Disk{Dir: t.TempDir()}, roomy)
	who := author()
	upload := l.begin(t, who, "phim.mp4", 10_000)
	dismissed := access.Principal{PersonID: who.PersonID}
	for name, other := range map[string]access.Principal{"colleague": author(agencyOf(who)), "another agency": author(), "dismissed": dismissed, "nobody": {}} {
		if _, err := l.uploads.FindUpload(t.Context(), other, upload.ID); err == nil {
			t.Errorf("%s finds it", name)
		}
		if n, err := l.uploads.AppendUpload(t.Context(), other, upload.ID, 0, bytes.NewReader(film(10_000, 2))); err == nil || n != 0 {
			t.Errorf("%s goes on with it", name)
		}
	}
	if list, err := l.uploads.ListUploads(t.Context(), author(agencyOf(who))); err != nil || len(list) != 0 {
		t.Errorf("a colleague sees %v, %v", list, err)
	}
	if n := l.count(t, "media.uploads WHERE received = 0 AND id = ?", upload.ID); n != 1 {
		t.Error("somebody else has written")
	}
}

// TestShortBeginningIsNotKept: too few bytes to tell what the file is are asked for again; a small file is whole.
func TestShortBeginningIsNotKept(t *testing.T) {
	t.Parallel()
	l := newLibrary(t, media.Disk{Dir: t.TempDir()}, roomy)
	who, data := author(), film(10_000, 4)
	upload := l.begin(t, who, "phim.mp4", len(data))
	if n, err := l.uploads.AppendUpload(t.Context(), who, upload.ID, 0, bytes.NewReader(data[:100])); n != 0 || err != nil {
		t.Errorf("%d bytes kept, %v", n, err)
	}
	small := l.bring(t, who, "phim nhỏ.mp4", data[:100])
	if small.File.Size != 100 {
		t.Errorf("%+v", small.File)
	}
}
