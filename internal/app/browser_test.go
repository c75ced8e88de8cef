package app_test

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"taphuan/internal/app"
	"taphuan/internal/app/demo"
	"taphuan/internal/config"
	"taphuan/internal/media"
	"taphuan/internal/pgtest"
	"taphuan/internal/postgres"
)

// province is the whole program over a demonstration province, with its workers.
type province struct {
	app     *app.App
	handler http.Handler
	owner   *bun.DB
	signer  media.Signer
	ahead   *atomic.Int64 // how far the program's day is ahead of the clock
}

// startProvince loads a small demonstration and runs the workers and the watcher beside the test.
func startProvince(t *testing.T) *province {
	t.Helper()
	url := pgtest.URL(t)
	cfg, err := config.Parse(map[string]string{"DATA_DIR": t.TempDir(), "DATABASE_URL": url, "DATABASE_CONNECTIONS": "10",
		"COURSES_DIR": "../../courses", "ADDR": "localhost:0", "PUBLIC_URL": "http://localhost:8080"})
	if err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.DiscardHandler)
	if err := app.ImportCourses(t.Context(), cfg, url, log); err != nil {
		t.Fatal(err)
	}
	if err := demo.Load(t.Context(), url, demo.Options{People: 600, Today: time.Now()}); err != nil {
		t.Fatal(err)
	}
	ahead := new(atomic.Int64)
	now := func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) }
	a, err := app.New(t.Context(), app.Options{Config: cfg, Log: log, Database: url, Version: "test", Workers: true, Now: now})
	if err != nil {
		t.Fatal(err)
	}
	owner, err := postgres.OpenAsOwner(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	var running sync.WaitGroup
	ready := make(chan struct{})
	running.Go(func() {
		if err := a.Run(ctx, func() { close(ready) }); err != nil {
			t.Errorf("run: %v", err)
		}
	})
	<-ready
	t.Cleanup(func() { stop(); running.Wait(); a.Close(); owner.Close() })
	secret, err := cfg.SecretKey()
	if err != nil {
		t.Fatal(err)
	}
	signer, err := media.NewSigner(secret, now)
	if err != nil {
		t.Fatal(err)
	}
	return &province{app: a, handler: a.Handler(), owner: owner, signer: signer, ahead: ahead}
}

// browser is one person's browser: it keeps cookies and speaks JSON.
type browser struct {
	t       *testing.T
	handler http.Handler
	cookies map[string]string
}

func (p *province) browser(t *testing.T) *browser {
	return &browser{t: t, handler: p.handler, cookies: map[string]string{}}
}

// signIn signs in as one of the printed accounts.
func (p *province) signIn(t *testing.T, username string) *browser {
	t.Helper()
	b := p.browser(t)
	for _, account := range demo.Accounts() {
		if account.Username == username {
			b.want(http.StatusOK, "POST", "/api/v1/session", map[string]string{"username": username, "password": account.Password})
			return b
		}
	}
	t.Fatalf("no printed account %q", username)
	return nil
}

// send makes a request with the browser's cookies and keeps those of the answer.
func (b *browser) send(method, path string, body any) *httptest.ResponseRecorder {
	b.t.Helper()
	var payload bytes.Buffer
	if body != nil {
		if err := json.NewEncoder(&payload).Encode(body); err != nil {
			b.t.Fatal(err)
		}
	}
	request := httptest.NewRequest(method, path, &payload)
	request.Header.Set("Content-Type", "application/json")
	for name, value := range b.cookies {
		request.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	answer := httptest.NewRecorder()
	b.handler.ServeHTTP(answer, request)
	for _, cookie := range answer.Result().Cookies() {
		b.cookies[cookie.Name] = cookie.Value
		if cookie.MaxAge < 0 {
			delete(b.cookies, cookie.Name)
		}
	}
	return answer
}

// want sends and fails on any other status.
func (b *browser) want(status int, method, path string, body any) []byte {
	b.t.Helper()
	answer := b.send(method, path, body)
	if answer.Code != status {
		b.t.Fatalf("%s %s: %d %s, want %d", method, path, answer.Code, strings.TrimSpace(answer.Body.String()), status)
	}
	return answer.Body.Bytes()
}

// get reads a JSON answer of 200 into a value.
func get[T any](b *browser, path string) T {
	b.t.Helper()
	var value T
	if err := json.Unmarshal(b.want(http.StatusOK, "GET", path, nil), &value); err != nil {
		b.t.Fatal(err)
	}
	return value
}

// post sends a JSON body and reads the answer into a value.
func post[T any](b *browser, status int, path string, body any) T {
	b.t.Helper()
	var value T
	if err := json.Unmarshal(b.want(status, "POST", path, body), &value); err != nil {
		b.t.Fatal(err)
	}
	return value
}
