package app_test

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"taphuan/internal/access"
	"taphuan/internal/app"
	"taphuan/internal/config"
	"taphuan/internal/pgtest"
)

// start builds the whole program over a fresh database.
func start(t *testing.T) *app.App {
	t.Helper()
	home := t.TempDir()
	cfg, err := config.Parse(map[string]string{"DATA_DIR": home, "DATABASE_URL": pgtest.URL(t), "DATABASE_CONNECTIONS": "6"})
	if err != nil {
		t.Fatal(err)
	}
	a, err := app.New(t.Context(), app.Options{Config: cfg, Log: slog.New(slog.DiscardHandler), Database: cfg.DatabaseURL.Reveal(), Version: "test", Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	return a
}

var parameter = regexp.MustCompile(`\{[^}]+\}|:[a-zA-Z]+`)

// TestNobodyIsRefused walks every route without a sign-in: only public routes answer.
func TestNobodyIsRefused(t *testing.T) {
	t.Parallel()
	handler := start(t).Handler()
	routes, err := app.Routes()
	if err != nil {
		t.Fatal(err)
	}
	if len(routes) < 40 {
		t.Fatalf("only %d routes were found", len(routes))
	}
	for _, r := range routes {
		if r.Permission == access.Public {
			continue
		}
		path := parameter.ReplaceAllString(r.Path, "0198c9a0-0000-7000-8000-000000000000")
		if !strings.HasPrefix(path, "/api/") && !strings.HasPrefix(path, "/media/") && !strings.HasPrefix(path, "/so-cap-giay/") {
			path = "/api/v1" + path
		}
		request := httptest.NewRequest(r.Method, path, nil)
		answer := httptest.NewRecorder()
		handler.ServeHTTP(answer, request)
		if answer.Code != http.StatusUnauthorized {
			t.Errorf("%s %s (%s) answers nobody with %d", r.Method, r.Path, r.Permission, answer.Code)
		}
	}
}
