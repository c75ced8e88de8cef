package web_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"taphuan/internal/access"
	"taphuan/internal/web"
)

const largeBody = 20 << 20

type fileInput struct {
	RawBody []byte `contentType:"application/octet-stream"`
}

// newReceiver is a real server with a route that takes large files and one that takes small ones; both tell the size.
func newReceiver(t *testing.T) *httptest.Server {
	t.Helper()
	s := newServer(t)
	size := func(_ context.Context, _ access.Principal, in *fileInput) (*web.Body[echoOutput], error) {
		return web.Respond(echoOutput{Name: fmt.Sprint(len(in.RawBody))}), nil
	}
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/files/{id}", Permission: access.Learn, Name: "large", MaxBody: largeBody}, func(ctx context.Context, who access.Principal, in *struct {
		ID string `path:"id"`
		fileInput
	}) (*web.Body[echoOutput], error) {
		return size(ctx, who, &in.fileInput)
	})
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/files", Permission: access.Learn, Name: "small"}, size)
	server := httptest.NewServer(s.Engine)
	t.Cleanup(server.Close)
	return server
}

func send(t *testing.T, url, token string, body io.Reader) (int, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, body)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/octet-stream")
	r.AddCookie(&http.Cookie{Name: web.AccessCookie, Value: token})
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, _ := io.ReadAll(answer.Body)
	return answer.StatusCode, string(text)
}

// TestBodies: what a route allows arrives whole, with and without a length that is told before; anything larger is
// refused with the reason.
func TestBodies(t *testing.T) {
	t.Parallel()
	server := newReceiver(t)
	for name, c := range map[string]struct {
		path, token string
		size        int
		status      int
		contains    string
	}{
		"nothing":                 {"/files/1", "learner", 0, 422, "invalid"},
		"little":                  {"/files/1", "learner", 10, 200, `"10"`},
		"a file":                  {"/files/1", "learner", largeBody - 1, 200, fmt.Sprint(largeBody - 1)},
		"too large":               {"/files/1", "learner", largeBody + 1, 413, "too_large"},
		"small route":             {"/files", "learner", 1<<20 - 1, 200, fmt.Sprint(1<<20 - 1)},
		"too large for it":        {"/files", "learner", 1<<20 + 1, 413, "too_large"},
		"right before anything":   {"/files/1", "", 2 << 20, 401, "auth.required"},
		"far too large, no right": {"/files/1", "", 64 << 20, 401, "auth.required"},
	} {
		for how, body := range map[string]io.Reader{
			"length":    strings.NewReader(strings.Repeat("x", c.size)),
			"no length": io.MultiReader(strings.NewReader(strings.Repeat("x", c.size))),
		} {
			if status, text := send(t, server.URL+"/api/v1"+c.path, c.token, body); status != c.status || !strings.Contains(text, c.contains) {
				t.Errorf("%s, %s: %d %s", name, how, status, text)
			}
		}
	}
}

// TestManyBodies: more than memory has room for at once are served one after another.
func TestManyBodies(t *testing.T) {
	t.Parallel()
	server := newReceiver(t)
	var sent sync.WaitGroup
	for range 12 { // 240 MiB
		sent.Go(func() {
			if status, text := send(t, server.URL+"/api/v1/files/1", "learner", strings.NewReader(strings.Repeat("x", largeBody-1))); status != http.StatusOK {
				t.Errorf("%d %s", status, text)
			}
		})
	}
	sent.Wait()
}

// TestSlowLine: a body that takes longer than five seconds to arrive is a slow line and no fault.
func TestSlowLine(t *testing.T) {
	t.Parallel()
	server := newReceiver(t)
	for _, path := range []string{"/files", "/files/1"} {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			from, to := io.Pipe()
			go func() {
				for range 4 {
					_, _ = to.Write([]byte("mười ba byte"))
					time.Sleep(1600 * time.Millisecond)
				}
				to.Close()
			}()
			if status, text := send(t, server.URL+"/api/v1"+path, "learner", from); status != http.StatusOK {
				t.Errorf("%d %s", status, text)
			}
		})
	}
}
