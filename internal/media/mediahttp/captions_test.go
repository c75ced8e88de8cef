package mediahttp_test

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/media"
	"taphuan/internal/media/caption"
	"taphuan/internal/media/mediahttp"
	"taphuan/internal/pgtest"
	"taphuan/internal/postgres"
	"taphuan/internal/web"
)

// newCaptionServer serves the captions of a video to its author, and returns their path.
func newCaptionServer(t *testing.T) (server *httptest.Server, path string) {
	t.Helper()
	t.Parallel()
	db := pgtest.New(t)
	service := media.New(db, media.Disk{Dir: t.TempDir()})
	agency, video := audit.NewID(), audit.NewID()
	err := db.RunInTx(t.Context(), postgres.Agencies(agency), func(ctx context.Context, tx bun.Tx) error {
		file, err := service.StoreTx(ctx, tx, []byte(content), media.File{Mime: "video/mp4", DurationMs: 10_000})
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, "INSERT INTO media.videos (id, agency_id, title, file_id) VALUES (?, ?, 'Thư giả', ?)", video, agency, file.ID)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	site, err := web.New(web.Options{Log: slog.New(slog.DiscardHandler), Authenticate: func(context.Context, string) (access.Principal, error) {
		return access.Principal{PersonID: uuid.New(), Grants: []access.Grant{{Role: access.Author, AgencyID: agency, Agencies: []uuid.UUID{agency}}}}, nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	mediahttp.CaptionRoutes(site, mediahttp.Parts{Files: service, Signer: newSigner(t, time.Now)})
	server = httptest.NewServer(site.Engine)
	t.Cleanup(server.Close)
	return server, "/api/v1/videos/" + video.String() + "/captions"
}

// exchange sends a body and reads the answer.
func exchange(t *testing.T, method, address, kind, body string) (int, string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, address, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer x")
	request.Header.Set("Content-Type", kind)
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	got, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(got)
}

// TestCaptionsOverHTTP reads a file with scripts, saves what was read, and gives it back as WebVTT without them.
func TestCaptionsOverHTTP(t *testing.T) {
	server, path := newCaptionServer(t)
	status, body := exchange(t, "POST", server.URL+path+"/reading", "application/octet-stream",
		"WEBVTT\n\n00:00.000 --> 00:04.000\n<script>alert(1)</script>Xin <b onclick=x>chào</b> & hẹn gặp lại\n")
	var made struct {
		Cues  []json.RawMessage
		Notes []struct{ Level, Code, Text string }
	}
	if err := json.Unmarshal([]byte(body), &made); err != nil || status != 200 || len(made.Cues) != 1 || len(made.Notes) != 1 || made.Notes[0].Code != "markup" {
		t.Fatalf("%d %s", status, body)
	}
	saved := `{"cues":[` + string(made.Cues[0]) + `],"script":"","revision":0}`
	if status, body = exchange(t, "PUT", server.URL+path+"/vi", "application/json", saved); status != 200 || !strings.Contains(body, `"revision":1`) {
		t.Fatalf("%d %s", status, body)
	}
	if status, body = exchange(t, "PUT", server.URL+path+"/vi", "application/json", saved); status != 409 || !strings.Contains(body, `"captions_changed"`) {
		t.Errorf("saved over: %d %s", status, body)
	}
	if status, body = exchange(t, "GET", server.URL+path+"/vi/file", "", ""); status != 200 || body != "WEBVTT\n\n1\n00:00:00.000 --> 00:00:04.000\nXin chào &amp; hẹn gặp lại\n" {
		t.Errorf("%d %q", status, body)
	}
	if status, body = exchange(t, "GET", server.URL+path, "", ""); status != 200 || !strings.Contains(body, `"cues":1`) || !strings.Contains(body, `"ready":true`) {
		t.Errorf("%d %s", status, body)
	}
	if status, body = exchange(t, "GET", server.URL+path+"/en/file", "", ""); status != 404 {
		t.Errorf("no English: %d %s", status, body)
	}
}

// TestCaptionsTooBig refuses without reading on.
func TestCaptionsTooBig(t *testing.T) {
	server, path := newCaptionServer(t)
	for _, size := range []int{caption.MaxBytes + 1, caption.MaxBytes + 2} {
		if status, body := exchange(t, "POST", server.URL+path+"/reading", "application/octet-stream", strings.Repeat("a", size)); status != 413 && status != 422 {
			t.Errorf("%d bytes: %d %s", size, status, body)
		}
	}
	cues := strings.Repeat(`{"startMs":0,"endMs":1,"text":""},`, caption.MaxCues+1)
	if status, body := exchange(t, "PUT", server.URL+path+"/vi", "application/json", `{"cues":[`+strings.TrimSuffix(cues, ",")+`],"script":"","revision":0}`); status != 422 {
		t.Errorf("too many cues: %d %.200s", status, body)
	}
}
