package app_test

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"

	"taphuan/internal/app"
	"taphuan/internal/config"
	"taphuan/internal/pgtest"
)

// TestMetricsHaveTheirOwnListener: the figures of the process are answered there, and nowhere else.
func TestMetricsHaveTheirOwnListener(t *testing.T) {
	t.Parallel()
	free, err := net.Listen("tcp", "localhost:0")
	noError(t, err)
	address := free.Addr().String()
	noError(t, free.Close())
	url := pgtest.URL(t)
	cfg, err := config.Parse(map[string]string{"DATA_DIR": t.TempDir(), "DATABASE_URL": url, "ADDR": "localhost:0", "METRICS_ADDR": address})
	noError(t, err)
	a, err := app.New(t.Context(), app.Options{Config: cfg, Log: slog.New(slog.DiscardHandler), Database: url, Version: "test"})
	noError(t, err)
	defer a.Close()
	ctx, stop := context.WithCancel(t.Context())
	ready, ended := make(chan struct{}), make(chan error, 1)
	go func() { ended <- a.Run(ctx, func() { close(ready) }) }()
	select {
	case <-ready:
	case err := <-ended:
		t.Fatal(err)
	}
	b := &browser{t: t, handler: a.Handler(), cookies: map[string]string{}}
	b.want(http.StatusOK, "GET", "/healthz", nil)
	answer, err := http.Get("http://" + address + "/metrics")
	noError(t, err)
	body, err := io.ReadAll(answer.Body)
	noError(t, err)
	noError(t, answer.Body.Close())
	for _, name := range []string{"taphuan_database_connections_used", "go_goroutines", "/healthz"} {
		if !strings.Contains(string(body), name) {
			t.Errorf("no %s in %s", name, body)
		}
	}
	if page := b.send("GET", "/metrics", nil).Body.String(); strings.Contains(page, "taphuan_database") {
		t.Error("the public address answers metrics")
	}
	stop()
	noError(t, <-ended)
}
