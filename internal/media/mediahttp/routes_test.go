package mediahttp_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"mime"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/media"
	"taphuan/internal/media/mediahttp"
	"taphuan/internal/pgtest"
	"taphuan/internal/postgres"
	"taphuan/internal/web"
)

const content = "0123456789abcdefghij"

// newServer serves one stored film and returns its path.
func newServer(t *testing.T) (server *httptest.Server, path string) {
	t.Helper()
	t.Parallel()
	server, path, _ = serverOver(t, media.Disk{Dir: t.TempDir()}, false)
	return server, path
}

// serverOver serves a stored film and stored captions from a storage.
func serverOver(t *testing.T, storage media.Storage, redirect bool) (server *httptest.Server, filmPath, textPath string) {
	t.Helper()
	db := pgtest.New(t)
	service := media.New(db, storage)
	var film, captions media.File
	err := db.RunInTx(t.Context(), postgres.System(postgres.ImportCourses), func(ctx context.Context, tx bun.Tx) error {
		var err error
		if film, err = service.StoreTx(ctx, tx, []byte(content), media.File{Mime: "video/mp4"}); err != nil {
			return err
		}
		captions, err = service.StoreTx(ctx, tx, []byte("WEBVTT"), media.File{Mime: "text/vtt"})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	site, err := web.New(web.Options{Log: slog.New(slog.DiscardHandler), Authenticate: func(context.Context, string) (access.Principal, error) {
		return access.Principal{PersonID: uuid.New()}, nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	signer := newSigner(t, time.Now)
	mediahttp.Routes(site, mediahttp.Parts{Files: service, Signer: signer, Redirect: redirect, CanConvert: func() bool { return true }})
	server = httptest.NewServer(site.Engine)
	t.Cleanup(server.Close)
	return server, signer.Address(film.ID, ""), signer.Address(captions.ID, "")
}

// newSigner is the signer of these tests at some time.
func newSigner(t *testing.T, now func() time.Time) media.Signer {
	t.Helper()
	signer, err := media.NewSigner([]byte("0123456789abcdef0123456789abcdef"), now)
	if err != nil {
		t.Fatal(err)
	}
	return signer
}

func call(t *testing.T, method, url string, header ...string) (*http.Response, string) {
	t.Helper()
	request, err := http.NewRequest(method, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(header); i += 2 {
		request.Header.Set(header[i], header[i+1])
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer, string(body)
}

func TestServe(t *testing.T) {
	server, path := newServer(t)
	signer := newSigner(t, time.Now)
	whole, _ := call(t, http.MethodGet, server.URL+path, "Authorization", "Bearer x")
	etag := whole.Header.Get("ETag")
	for name, test := range map[string]struct {
		method, path string
		header       []string
		status       int
		body, length string
	}{
		"whole":                 {"GET", path, nil, 200, content, "20"},
		"head":                  {"HEAD", path, nil, 200, "", "20"},
		"range":                 {"GET", path, []string{"Range", "bytes=2-4"}, 206, "234", "3"},
		"range to the end":      {"GET", path, []string{"Range", "bytes=15-"}, 206, "fghij", "5"},
		"last bytes":            {"GET", path, []string{"Range", "bytes=-2"}, 206, "ij", "2"},
		"head of a range":       {"HEAD", path, []string{"Range", "bytes=2-4"}, 206, "", "3"},
		"beyond the end":        {"GET", path, []string{"Range", "bytes=100-"}, 416, "-", "-"},
		"range of the same":     {"GET", path, []string{"Range", "bytes=2-4", "If-Range", etag}, 206, "234", "3"},
		"range of another":      {"GET", path, []string{"Range", "bytes=2-4", "If-Range", `"other"`}, 200, content, "20"},
		"kept by the browser":   {"GET", path, []string{"If-None-Match", etag}, 304, "", ""},
		"unknown":               {"GET", signer.Address(uuid.New(), ""), nil, 404, "-", "-"},
		"not an id":             {"GET", "/media/..%2f..%2fetc", nil, 404, "-", "-"},
		"a range that is none":  {"GET", path, []string{"Range", "bytes=x"}, 416, "-", "-"},
		"more than is there":    {"GET", path, []string{"Range", "bytes=18-900"}, 206, "ij", "2"},
		"head of what is not":   {"HEAD", signer.Address(uuid.New(), ""), nil, 404, "", "-"},
		"more ranges than size": {"GET", path, []string{"Range", "bytes=0-19,0-19,0-19"}, 200, content, "20"},
	} {
		answer, body := call(t, test.method, server.URL+test.path, append(test.header, "Authorization", "Bearer x")...)
		if answer.StatusCode != test.status {
			t.Errorf("%s: status %d, want %d", name, answer.StatusCode, test.status)
		}
		if test.body != "-" && body != test.body || test.length != "-" && answer.Header.Get("Content-Length") != test.length {
			t.Errorf("%s: %q of length %s", name, body, answer.Header.Get("Content-Length"))
		}
		if h := answer.Header; test.status < 300 && (h.Get("Content-Security-Policy") != "sandbox; default-src 'none'" || h.Get("Content-Type") != "video/mp4" ||
			h.Get("X-Content-Type-Options") != "nosniff" || !keptWhileItWorks(h.Get("Cache-Control")) || h.Get("Accept-Ranges") != "bytes" || h.Get("ETag") == "") {
			t.Errorf("%s: headers %v", name, h)
		}
		if test.status >= 400 && keptWhileItWorks(answer.Header.Get("Cache-Control")) {
			t.Errorf("%s: an error would be kept", name)
		}
	}
}

// keptWhileItWorks reports whether a browser keeps the answer as long as its address works, 12 to 24 hours.
func keptWhileItWorks(control string) bool {
	var seconds int
	_, err := fmt.Sscanf(control, "private, max-age=%d, immutable", &seconds)
	return err == nil && seconds >= 12*3600-60 && seconds <= 24*3600
}

// TestRanges: several ranges come as parts.
func TestRanges(t *testing.T) {
	server, path := newServer(t)
	answer, err := http.DefaultClient.Do(rangesRequest(t, server.URL+path))
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	kind, params, err := mime.ParseMediaType(answer.Header.Get("Content-Type"))
	if err != nil || answer.StatusCode != 206 || kind != "multipart/byteranges" {
		t.Fatalf("%d %s, %v", answer.StatusCode, kind, err)
	}
	parts := multipart.NewReader(answer.Body, params["boundary"])
	for _, want := range []string{"01", "89a"} {
		part, err := parts.NextPart()
		if err != nil {
			t.Fatal(err)
		}
		if got, err := io.ReadAll(part); err != nil || string(got) != want {
			t.Errorf("part %q, %v, want %q", got, err, want)
		}
	}
}

func rangesRequest(t *testing.T, url string) *http.Request {
	t.Helper()
	request, err := http.NewRequest(http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer x")
	request.Header.Set("Range", fmt.Sprintf("bytes=%d-%d,%d-%d", 0, 1, 8, 10))
	return request
}

// TestServeNeedsSignIn: films are for people who learn.
func TestServeNeedsSignIn(t *testing.T) {
	server, path := newServer(t)
	for _, method := range []string{http.MethodGet, http.MethodHead} {
		if answer, body := call(t, method, server.URL+path); answer.StatusCode != 401 || body == content {
			t.Errorf("%s without a sign-in: %d", method, answer.StatusCode)
		}
	}
}

// TestRedirect: with a bucket, browsers are sent there for a film by an address that works, and for
// nothing else; whoever is not signed in gets no address.
func TestRedirect(t *testing.T) {
	t.Parallel()
	backend := s3mem.New()
	if err := backend.CreateBucket("videos"); err != nil {
		t.Fatal(err)
	}
	s3 := httptest.NewServer(gofakes3.New(backend).Server())
	t.Cleanup(s3.Close)
	bucket, err := media.NewS3(strings.Replace(s3.URL, "http://", "http://key:secret@", 1) + "/videos")
	if err != nil {
		t.Fatal(err)
	}
	server, film, captions := serverOver(t, bucket, true)
	if answer, body := call(t, "GET", server.URL+film, "Authorization", "Bearer x", "Range", "bytes=2-4"); answer.StatusCode != 206 || body != "234" || !strings.HasPrefix(answer.Request.URL.String(), s3.URL) {
		t.Errorf("film: %d %q from %s", answer.StatusCode, body, answer.Request.URL)
	}
	if answer, body := call(t, "GET", server.URL+captions, "Authorization", "Bearer x"); answer.StatusCode != 200 || body != "WEBVTT" || !strings.HasPrefix(answer.Request.URL.String(), server.URL) {
		t.Errorf("captions: %d %q from %s", answer.StatusCode, body, answer.Request.URL)
	}
	if answer, _ := call(t, "GET", server.URL+newSigner(t, time.Now).Address(uuid.New(), ""), "Authorization", "Bearer x"); answer.StatusCode != 404 {
		t.Errorf("unknown: %d", answer.StatusCode)
	}
	if answer, _ := call(t, "GET", server.URL+film); answer.StatusCode != 401 {
		t.Errorf("nobody: %d", answer.StatusCode)
	}
	proxied, film, _ := serverOver(t, bucket, false)
	if answer, body := call(t, "GET", proxied.URL+film, "Authorization", "Bearer x", "Range", "bytes=2-4"); answer.StatusCode != 206 || body != "234" || !strings.HasPrefix(answer.Request.URL.String(), proxied.URL) {
		t.Errorf("proxied: %d %q from %s", answer.StatusCode, body, answer.Request.URL)
	}
}
