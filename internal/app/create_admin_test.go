package app_test

import (
	"errors"
	"log/slog"
	"net/http"
	"testing"
	"time"

	"taphuan/internal/app"
	"taphuan/internal/app/demo"
	"taphuan/internal/config"
	"taphuan/internal/pgtest"
	"taphuan/internal/postgres"
)

// TestFirstAdministrator: an empty database becomes an installation in production with one account, which
// signs in by its slip and never becomes a demonstration; a demonstration takes no administrator.
func TestFirstAdministrator(t *testing.T) {
	t.Parallel()
	url := pgtest.Empty(t)
	cfg, err := config.Parse(map[string]string{"DATA_DIR": t.TempDir(), "DATABASE_URL": url, "ADDR": "localhost:0"})
	noError(t, err)
	log := slog.New(slog.DiscardHandler)
	admin := app.NewAdmin{Username: "quantri", FullName: "Nguyễn Văn An", Agency: "UBND tỉnh"}
	slip, err := app.CreateAdmin(t.Context(), cfg, log, url, admin)
	noError(t, err)

	a, err := app.New(t.Context(), app.Options{Config: cfg, Log: log, Database: url, Version: "test"})
	noError(t, err)
	defer a.Close()
	if a.Demo() {
		t.Error("an installation with an administrator is a demonstration")
	}
	b := &browser{t: t, handler: a.Handler(), cookies: map[string]string{}}
	b.want(http.StatusUnauthorized, "POST", "/api/v1/session", map[string]string{"username": slip.Username, "password": "quantri-mau-138"})
	b.want(http.StatusOK, "POST", "/api/v1/session", map[string]string{"username": slip.Username, "password": slip.Password})
	b.want(http.StatusForbidden, "GET", "/api/v1/accounts", nil) // before the password is their own

	if err := demo.Load(t.Context(), url, demo.Options{Today: time.Now()}); !errors.Is(err, demo.ErrProduction) {
		t.Errorf("a demonstration in production: %v", err)
	}

	url = pgtest.URL(t)
	owner, err := postgres.OpenAsOwner(t.Context(), url)
	noError(t, err)
	defer owner.Close()
	_, err = owner.ExecContext(t.Context(), "INSERT INTO instance.settings (mode) VALUES ('demonstration')")
	noError(t, err)
	if _, err := app.CreateAdmin(t.Context(), cfg, log, url, admin); err == nil {
		t.Error("a demonstration took an administrator")
	}
	var people int
	noError(t, owner.NewRaw("SELECT count(*) FROM organization.persons").Scan(t.Context(), &people))
	if people != 0 {
		t.Errorf("%d people were written", people)
	}
}
