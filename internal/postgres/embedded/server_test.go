package embedded

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// ownerVariable makes the test binary a taphuan that owns the cluster named by it.
const ownerVariable = "TAPHUAN_TEST_OWNER"

func TestMain(m *testing.M) {
	if dataDir := os.Getenv(ownerVariable); dataDir != "" {
		actAsOwner(dataDir)
	}
	os.Exit(m.Run())
}

// actAsOwner starts the server, says so and waits to be killed.
func actAsOwner(dataDir string) {
	server, err := Start(context.Background(), Options{Root: ".", Bin: os.Getenv("TEST_PG_BIN"), DataDir: dataDir})
	if err != nil {
		fmt.Println("failed:", err)
		os.Exit(1)
	}
	fmt.Println("ready", server.URL())
	select {}
}

// startOwner runs another process that owns the cluster, and returns it with its URL.
func startOwner(t *testing.T, dataDir string) (*exec.Cmd, string) {
	t.Helper()
	owner := exec.Command(os.Args[0])
	owner.Env = append(os.Environ(), ownerVariable+"="+dataDir)
	output, err := owner.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := owner.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = owner.Process.Kill(); _ = owner.Wait() })
	var word, url string
	if _, err := fmt.Fscan(output, &word, &url); err != nil || word != "ready" {
		t.Fatalf("the owner said %q %q (%v)", word, url, err)
	}
	settings, err := pgx.ParseConfig(url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(settings.Host) })
	return owner, url
}

func options(t *testing.T, dataDir string) Options {
	t.Helper()
	bin := os.Getenv("TEST_PG_BIN")
	if _, err := Find(".", bin); errors.Is(err, ErrNotInstalled) && os.Getenv("CI") == "" {
		t.Skip(err)
	}
	return Options{Root: ".", Bin: bin, DataDir: dataDir}
}

func start(t *testing.T, options Options) *Server {
	t.Helper()
	began := time.Now()
	server, err := Start(t.Context(), options)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("PostgreSQL %s answered after %s", server.Version, time.Since(began).Round(time.Millisecond))
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	})
	return server
}

func execute(t *testing.T, url, query string) {
	t.Helper()
	connection := connect(t, url)
	defer connection.Close(t.Context())
	if _, err := connection.Exec(t.Context(), query); err != nil {
		t.Fatal(err)
	}
}

func text(t *testing.T, url, query string) string {
	t.Helper()
	connection := connect(t, url)
	defer connection.Close(t.Context())
	var value string
	if err := connection.QueryRow(t.Context(), query).Scan(&value); err != nil {
		t.Fatal(err)
	}
	return value
}

// connect tries for a while, because some tests kill the server.
func connect(t *testing.T, url string) *pgx.Conn {
	t.Helper()
	deadline := time.Now().Add(20 * time.Second)
	for {
		connection, err := pgx.Connect(t.Context(), url)
		if err == nil {
			return connection
		}
		if time.Now().After(deadline) {
			t.Fatal(err)
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// reachableDir is a data directory that the database's account can enter, also
// for root.
func reachableDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/tmp", "taphuan-embedded-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestStartKeepsDataAndSortsVietnamese(t *testing.T) {
	t.Parallel()
	settings := options(t, reachableDir(t))
	server := start(t, settings)
	execute(t, server.URL(), `CREATE TABLE names AS SELECT unnest(ARRAY['Đức','Dũng','Ân','An','Ăn','Em']) AS name`)
	got := text(t, server.URL(), `SELECT string_agg(name, ' ' ORDER BY name) FROM names`)
	if want := "An Ăn Ân Dũng Đức Em"; got != want {
		t.Errorf("sorted %q, want %q", got, want)
	}
	for _, name := range []string{"fsync", "synchronous_commit", "full_page_writes"} {
		if got := text(t, server.URL(), "SHOW "+name); got != "on" {
			t.Errorf("%s is %s", name, got)
		}
	}
	if err := server.Close(); err != nil {
		t.Fatal(err)
	}
	if exists(server.socketDir) || exists(filepath.Join(server.DataDir, "postmaster.pid")) {
		t.Error("Close left the socket or the pid file")
	}
	again := start(t, settings)
	if got := text(t, again.URL(), `SELECT count(*)::text FROM names`); got != "6" {
		t.Errorf("after a restart %s rows", got)
	}
}

func TestSecondOwnerIsRefusedAndHarmless(t *testing.T) {
	t.Parallel()
	settings := options(t, reachableDir(t))
	owner, url := startOwner(t, settings.DataDir)
	_, err := Start(t.Context(), settings)
	var running RunningError
	if !errors.As(err, &running) || running.PID != owner.Process.Pid || running.URL != url {
		t.Fatalf("got %v (%+v), want a RunningError of process %d", err, running, owner.Process.Pid)
	}
	if got := text(t, running.URL, `SELECT 'alive'`); got != "alive" {
		t.Error(got)
	}
}

func TestDataOfAnotherVersionIsLeftAlone(t *testing.T) {
	t.Parallel()
	settings := options(t, reachableDir(t))
	old := filepath.Join(settings.DataDir, "pg14")
	if err := os.Mkdir(old, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(old, "PG_VERSION"), []byte("14\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := Start(t.Context(), settings)
	if err == nil || !strings.Contains(err.Error(), "made by PostgreSQL 14") || !strings.Contains(err.Error(), "PG_BIN") {
		t.Fatalf("got %v", err)
	}
	if !exists(filepath.Join(old, "PG_VERSION")) {
		t.Error("the old data is gone")
	}
}

func TestBadParameterShowsTheLog(t *testing.T) {
	t.Parallel()
	settings := options(t, reachableDir(t))
	settings.FsyncOff = true
	settings.Parameters = map[string]string{"shared_buffers": "a lot"}
	_, err := Start(t.Context(), settings)
	if err == nil || !strings.Contains(err.Error(), `invalid value for parameter "shared_buffers"`) {
		t.Fatalf("got %v", err)
	}
}
