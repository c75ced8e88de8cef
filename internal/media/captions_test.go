package media_test

import (
	"context"
	"errors"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/fault"
	"taphuan/internal/media"
	"taphuan/internal/media/caption"
	"taphuan/internal/pgtest"
	"taphuan/internal/postgres"
)

// captionLibrary is a video of an agency, who makes courses there, and who does elsewhere.
type captionLibrary struct {
	*media.Service
	t             *testing.T
	db            *postgres.DB
	owner         *bun.DB
	agency        uuid.UUID
	video         uuid.UUID
	author, other access.Principal
}

func newCaptionLibrary(t *testing.T, file []byte, length time.Duration) *captionLibrary {
	t.Helper()
	t.Parallel()
	db, owner := pgtest.NewWithOwner(t)
	l := &captionLibrary{Service: media.New(db, media.Disk{Dir: t.TempDir()}), t: t, db: db, owner: owner, agency: audit.NewID(), video: audit.NewID()}
	media.NewEncoder(media.EncoderOptions{Files: l.Service}) // finds what listens
	l.author, l.other = author(l.agency), author(audit.NewID())
	err := db.RunInTx(t.Context(), postgres.Agencies(l.agency), func(ctx context.Context, tx bun.Tx) error {
		stored, err := l.StoreTx(ctx, tx, file, media.File{Mime: "video/mp4", DurationMs: int(length.Milliseconds())})
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, "INSERT INTO media.videos (id, agency_id, title, file_id) VALUES (?, ?, 'Thư giả', ?)", l.video, l.agency, stored.ID)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func (l *captionLibrary) save(who access.Principal, revision int, cues ...caption.Cue) (media.Captions, error) {
	return l.SaveCaptions(l.t.Context(), who, media.SaveCaptions{VideoID: l.video, Locale: "vi", Revision: revision, Cues: cues})
}

// ready asks whether the video may be published.
func (l *captionLibrary) ready() error {
	l.t.Helper()
	v, err := l.FindVideo(l.t.Context(), l.author, l.video)
	if err != nil {
		l.t.Fatal(err)
	}
	return l.db.Read(l.t.Context(), postgres.Agencies(l.agency), func(ctx context.Context, tx bun.Tx) error {
		return media.CaptionsReady(ctx, tx, v)
	})
}

func cue(start, end int, text string) caption.Cue {
	return caption.Cue{Start: time.Duration(start) * time.Millisecond, End: time.Duration(end) * time.Millisecond, Text: text}
}

// TestCaptionsOfAVideo saves, reads, and tells when the video may be published.
func TestCaptionsOfAVideo(t *testing.T) {
	l := newCaptionLibrary(t, []byte("phim"), 8*time.Second)
	if err := l.ready(); !errors.Is(err, media.ErrNoCaptions) {
		t.Errorf("without captions: %v", err)
	}
	overlapping := []caption.Cue{cue(0, 5000, "Xin  chào\u200b. "), cue(4000, 8000, "Nên làm gì?")}
	saved, err := l.SaveCaptions(t.Context(), l.author, media.SaveCaptions{VideoID: l.video, Locale: "vi", Cues: overlapping, Script: "## Mở đầu\nXin chào. Nên làm gì?"})
	if err != nil || saved.Revision != 1 || saved.Cues[0].Text != "Xin chào." {
		t.Fatalf("%+v %v", saved, err)
	}
	if err := l.ready(); !errors.Is(err, media.ErrCaptionsWrong) {
		t.Errorf("with an overlap: %v", err)
	}
	if saved, err = l.SaveCaptions(t.Context(), l.author, media.SaveCaptions{VideoID: l.video, Locale: "vi", Revision: 1, Cues: []caption.Cue{cue(0, 4000, "Xin chào."), overlapping[1]}, Script: saved.Script}); err != nil {
		t.Fatal(err)
	}
	if err := l.ready(); err != nil {
		t.Errorf("without errors: %v", err)
	}
	found, sound, err := l.FindCaptions(t.Context(), l.author, l.video, "vi")
	if diff := cmp.Diff(saved, found, cmp.Transformer("utc", time.Time.UTC)); err != nil || diff != "" || sound.Length != 8*time.Second || sound.Heard {
		t.Errorf("%v %+v %s", err, sound, diff)
	}
	if want := "<h2>Mở đầu</h2>\n<p><strong>Lời đọc (0:00):</strong> Xin chào. Nên làm gì?</p>\n"; found.Transcript() != want {
		t.Errorf("transcript %q", found.Transcript())
	}
	if _, err := l.SaveCaptions(t.Context(), l.author, media.SaveCaptions{VideoID: l.video, Locale: "hre", Cues: []caption.Cue{cue(0, 9, "a")}}); err != nil {
		t.Fatal(err)
	}
	list, err := l.ListCaptions(t.Context(), l.author, l.video)
	if err != nil || list.Unready != nil || len(list.Tracks) != 2 || list.Tracks[1].Locale != "vi" || list.Tracks[1].Report.Errors != 0 || list.Tracks[0].Report.Errors == 0 {
		t.Errorf("%+v %v", list, err)
	}
	if err := l.RemoveCaptions(t.Context(), l.author, l.video, "vi", 2); err != nil {
		t.Fatal(err)
	}
	if err := l.ready(); !errors.Is(err, media.ErrNoCaptions) {
		t.Errorf("removed: %v", err)
	}
	var actions []string
	if err := l.owner.NewRaw("SELECT action FROM audit.entries WHERE object_id = ? AND agency_id = ? ORDER BY id", l.video, l.agency).Scan(t.Context(), &actions); err != nil || strings.Join(actions, " ") != "save_captions save_captions save_captions remove_captions" {
		t.Errorf("recorded %v %v", actions, err)
	}
}

// TestCaptionsConflict lets nobody save over what they have not read, also not over what was removed meanwhile.
func TestCaptionsConflict(t *testing.T) {
	l := newCaptionLibrary(t, []byte("phim"), 8*time.Second)
	var wg sync.WaitGroup
	results := make([]error, 8)
	for i := range results {
		wg.Go(func() { _, results[i] = l.save(l.author, 0, cue(0, 1000, "Xin chào")) })
	}
	wg.Wait()
	saved := 0
	for _, err := range results {
		if err == nil {
			saved++
		} else if !errors.Is(err, media.ErrCaptionsChanged) {
			t.Error(err)
		}
	}
	if saved != 1 {
		t.Errorf("%d of 8 saved as the first", saved)
	}
	if _, err := l.save(l.author, 1, cue(0, 2000, "Một")); err != nil {
		t.Fatal(err)
	}
	for _, stale := range []int{0, 1, 3} {
		if _, err := l.save(l.author, stale, cue(0, 1000, "Hai")); !errors.Is(err, media.ErrCaptionsChanged) {
			t.Errorf("revision %d: %v", stale, err)
		}
		if err := l.RemoveCaptions(t.Context(), l.author, l.video, "vi", stale); stale > 0 && !errors.Is(err, media.ErrCaptionsChanged) {
			t.Errorf("removed by revision %d: %v", stale, err)
		}
	}
	if err := l.RemoveCaptions(t.Context(), l.author, l.video, "vi", 2); err != nil {
		t.Fatal(err)
	}
	if err := l.RemoveCaptions(t.Context(), l.author, l.video, "vi", 3); !errors.Is(err, fault.ErrNotFound) {
		t.Errorf("removed twice: %v", err)
	}
	if _, err := l.save(l.author, 2, cue(0, 1000, "Hai")); !errors.Is(err, media.ErrCaptionsChanged) {
		t.Errorf("over what was removed: %v", err)
	}
	if again, err := l.save(l.author, 3, cue(0, 1000, "Hai")); err != nil || again.Revision != 4 {
		t.Errorf("anew: %+v %v", again, err)
	}
}

// TestCaptionsOfOthers are nowhere for an author of another agency, for somebody without the right, and for nobody.
func TestCaptionsOfOthers(t *testing.T) {
	l := newCaptionLibrary(t, []byte("phim"), 8*time.Second)
	if _, err := l.save(l.author, 0, cue(0, 8000, "Xin chào")); err != nil {
		t.Fatal(err)
	}
	learner := l.author
	learner.Grants = []access.Grant{{Role: access.FocalPoint, AgencyID: l.agency, Agencies: []uuid.UUID{l.agency}}}
	ctx := t.Context()
	for name, who := range map[string]access.Principal{"another agency": l.other, "another role": learner, "nobody": {}} {
		_, _, find := l.FindCaptions(ctx, who, l.video, "vi")
		_, list := l.ListCaptions(ctx, who, l.video)
		_, _, read := l.ReadCaptions(ctx, who, l.video, []byte("WEBVTT\n\n00:00.000 --> 00:01.000\na\n"))
		_, _, timed := l.TimeScript(ctx, who, l.video, "Xin chào.")
		_, save := l.save(who, 1, cue(0, 1000, "Hai"))
		for what, err := range map[string]error{"find": find, "list": list, "read": read, "time": timed, "save": save, "remove": l.RemoveCaptions(ctx, who, l.video, "vi", 1)} {
			if !errors.Is(err, fault.ErrNotFound) {
				t.Errorf("%s, %s: %v", name, what, err)
			}
		}
	}
	if found, _, err := l.FindCaptions(ctx, l.author, l.video, "vi"); err != nil || found.Revision != 1 {
		t.Errorf("%+v %v", found, err)
	}
	// Row-level security keeps them too, whatever the query.
	err := l.db.Read(ctx, postgres.Agencies(l.other.Grants[0].AgencyID), func(ctx context.Context, tx bun.Tx) error {
		var n int
		if err := tx.NewRaw("SELECT count(*) FROM media.video_captions").Scan(ctx, &n); err != nil || n != 0 {
			t.Errorf("%d rows of another agency, %v", n, err)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

// TestCaptionsRefused names what is wrong and stores nothing.
func TestCaptionsRefused(t *testing.T) {
	l := newCaptionLibrary(t, []byte("phim"), 8*time.Second)
	for path, cmd := range map[string]media.SaveCaptions{
		"body.cues[1].start": {Cues: []caption.Cue{cue(0, 1000, "a"), cue(-1, 1000, "a")}},
		"body.cues[0].start": {Cues: []caption.Cue{cue(0, 25*3600*1000, "a")}},
		"body.cues[0].text":  {Cues: []caption.Cue{cue(0, 1000, strings.Repeat("ễ", caption.MaxText+1))}},
		"body.cues":          {Cues: make([]caption.Cue, caption.MaxCues+1)},
		"body.script":        {Script: "a\x00b"},
	} {
		cmd.VideoID, cmd.Locale = l.video, "vi"
		_, err := l.SaveCaptions(t.Context(), l.author, cmd)
		if fields := fault.From(err).Fields; !errors.Is(err, fault.ErrInvalid) || len(fields) != 1 || fields[0].Path != path {
			t.Errorf("%s: %v %+v", path, err, fields)
		}
	}
	if _, err := l.SaveCaptions(t.Context(), l.author, media.SaveCaptions{VideoID: l.video, Locale: "fr"}); !errors.Is(err, fault.ErrNotFound) {
		t.Errorf("French: %v", err)
	}
	for code, data := range map[string]string{"unknown": "Xin chào.", "not_text": "\x89PNG\x00", "times": "00:00:xx,000 --> 00:00:02,000\na"} {
		_, _, err := l.ReadCaptions(t.Context(), l.author, l.video, []byte(data))
		if fields := fault.From(err).Fields; !errors.Is(err, media.ErrCaptionsUnreadable) || fields[0].Code != code || fault.From(err).Text.VI != fields[0].Text.VI {
			t.Errorf("%s: %v %+v", code, err, fields)
		}
	}
	var n int
	if err := l.owner.NewRaw("SELECT count(*) FROM media.video_captions").Scan(t.Context(), &n); err != nil || n != 0 {
		t.Errorf("%d stored, %v", n, err)
	}
}

// TestTimeScript listens to a shipped video once and keeps what it heard; a file that is no video is timed evenly.
func TestTimeScript(t *testing.T) {
	film, err := os.ReadFile("../../courses/an1/media/m1.mp4")
	if err != nil {
		t.Fatal(err)
	}
	const script = "## Lá thư\n[Trên hình: Một lá thư.]\nGần hết giờ làm, chị Hạnh ở ủy ban xã nhận được một lá thư. Hộp thư sắp bị khóa, phải xác nhận trong ba mươi phút. Chị nên làm gì?"
	l := newCaptionLibrary(t, film, 117*time.Second)
	for range 2 {
		made, sound, err := l.TimeScript(t.Context(), l.author, l.video, script)
		if err != nil || !sound.Heard || len(made.Cues) != 3 || len(made.Problems) > 0 || made.Cues[0].Start > time.Second {
			t.Fatalf("%+v %+v %v", made, sound.Heard, err)
		}
	}
	var n int
	if err := l.owner.NewRaw("SELECT count(*) FROM media.silences").Scan(t.Context(), &n); err != nil || n != 1 {
		t.Errorf("%d kept, %v", n, err)
	}
	if _, sound, err := l.FindCaptions(t.Context(), l.author, l.video, "vi"); err != nil || !sound.Heard {
		t.Errorf("not kept: %v", err)
	}
	if _, _, err := l.TimeScript(t.Context(), l.author, l.video, "## Chỉ có đề mục"); !errors.Is(err, fault.ErrInvalid) || fault.From(err).Fields[0].Code != "script_empty" {
		t.Errorf("no words: %v", err)
	}
}

func TestTimeScriptOfWhatCannotBeHeard(t *testing.T) {
	l := newCaptionLibrary(t, []byte("không phải video"), time.Minute)
	made, sound, err := l.TimeScript(t.Context(), l.author, l.video, "Xin chào. Hẹn gặp lại.")
	if err != nil || sound.Heard || len(made.Cues) != 2 || len(made.Problems) != 1 || made.Problems[0].Code != "even" {
		t.Errorf("%+v %+v %v", made, sound, err)
	}
}
