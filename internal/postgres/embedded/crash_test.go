package embedded

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

func TestOwnerKilled(t *testing.T) {
	t.Parallel()
	settings := options(t, reachableDir(t))
	owner, url := startOwner(t, settings.DataDir)
	execute(t, url, `CREATE TABLE kept AS SELECT 1 AS one`)
	if err := owner.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	server := start(t, settings)
	if got := text(t, server.URL(), `SELECT count(*)::text FROM kept`); got != "1" {
		t.Errorf("%s rows", got)
	}
}

func TestOwnerAndServerKilled(t *testing.T) {
	t.Parallel()
	settings := options(t, reachableDir(t))
	owner, url := startOwner(t, settings.DataDir)
	execute(t, url, `CREATE TABLE kept AS SELECT 1 AS one`)
	pid := serverPID(t, settings.DataDir)
	// The owner is stopped first, so that it cannot start the server again.
	for _, step := range []struct {
		pid    int
		signal syscall.Signal
	}{{owner.Process.Pid, syscall.SIGSTOP}, {pid, syscall.SIGKILL}, {owner.Process.Pid, syscall.SIGKILL}} {
		if err := syscall.Kill(step.pid, step.signal); err != nil {
			t.Fatal(err)
		}
	}
	server := start(t, settings)
	if got := text(t, server.URL(), `SELECT count(*)::text FROM kept`); got != "1" {
		t.Errorf("%s rows", got)
	}
}

func TestServerKilledLosesNothingAcknowledged(t *testing.T) {
	t.Parallel()
	settings := options(t, reachableDir(t))
	server := start(t, settings)
	execute(t, server.URL(), `CREATE TABLE answers (number int PRIMARY KEY)`)
	acknowledged := make(chan int, 1)
	go func() { acknowledged <- insertUntilFailure(server.URL()) }()
	for text(t, server.URL(), `SELECT (count(*) >= 20)::text FROM answers`) != "true" {
		time.Sleep(20 * time.Millisecond)
	}
	pid := serverPID(t, settings.DataDir)
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	awaitGone(t, pid, server.DataDir)
	began := time.Now()
	count := <-acknowledged
	if got := text(t, server.URL(), fmt.Sprintf(`SELECT count(*)::text FROM answers WHERE number <= %d`, count)); got != strconv.Itoa(count) {
		t.Errorf("%s rows of %d acknowledged", got, count)
	}
	t.Logf("the server was back after %s with %d rows", time.Since(began).Round(time.Millisecond), count)
}

// insertUntilFailure returns how many rows were committed before the connection broke.
func insertUntilFailure(url string) int {
	ctx := context.Background()
	connection, err := pgx.Connect(ctx, url)
	if err != nil {
		return 0
	}
	defer connection.Close(ctx)
	for count := 0; ; count++ {
		if _, err := connection.Exec(ctx, `INSERT INTO answers VALUES ($1)`, count+1); err != nil {
			return count
		}
	}
}

func TestOwnerKilledWhileCreatingTheCluster(t *testing.T) {
	t.Parallel()
	settings := options(t, reachableDir(t))
	owner := exec.Command(os.Args[0])
	owner.Env = append(os.Environ(), ownerVariable+"="+settings.DataDir)
	if err := owner.Start(); err != nil {
		t.Fatal(err)
	}
	leftover := ""
	for deadline := time.Now().Add(20 * time.Second); leftover == ""; time.Sleep(5 * time.Millisecond) {
		// initdb writes PG_VERSION early and works on for a second.
		if found, _ := filepath.Glob(filepath.Join(settings.DataDir, "pg*.initdb-*", "PG_VERSION")); len(found) > 0 {
			leftover = filepath.Dir(found[0])
		}
		if time.Now().After(deadline) {
			t.Fatal("no cluster was begun")
		}
	}
	_ = owner.Process.Kill()
	_ = owner.Wait()
	server := start(t, settings)
	if exists(leftover) {
		t.Error("the half-made cluster stays")
	}
	if got := text(t, server.URL(), `SELECT 'whole'`); got != "whole" {
		t.Error(got)
	}
}

func TestOrphanIsStoppedFirst(t *testing.T) {
	t.Parallel()
	settings := options(t, reachableDir(t))
	server := start(t, settings)
	execute(t, server.URL(), `CREATE TABLE kept AS SELECT 1 AS one`)
	if err := server.Close(); err != nil {
		t.Fatal(err)
	}
	pid := startOrphan(t, settings)
	again := start(t, settings)
	if _, alive := postmasterOn(pid, again.DataDir); alive {
		t.Errorf("the orphan %d still runs", pid)
	}
	if got := text(t, again.URL(), `SELECT count(*)::text FROM kept`); got != "1" {
		t.Errorf("%s rows", got)
	}
}

// startOrphan runs the server as a system without death signals would leave it.
func startOrphan(t *testing.T, settings Options) int {
	t.Helper()
	binaries, err := Find(settings.Root, settings.Bin)
	if err != nil {
		t.Fatal(err)
	}
	place, err := choosePlace(settings.DataDir, binaries.Major)
	if err != nil {
		t.Fatal(err)
	}
	if binaries, err = binaries.makeUsable(place); err != nil {
		t.Fatal(err)
	}
	if err := ensureSocketDir(place); err != nil {
		t.Fatal(err)
	}
	orphan := exec.Command(binaries.program("postgres"), arguments(place, settings)...)
	orphan.Dir, orphan.Env = place.data, serverEnvironment()
	orphan.SysProcAttr = &syscall.SysProcAttr{Credential: place.account.credential(), Setpgid: true}
	if err := orphan.Start(); err != nil {
		t.Fatal(err)
	}
	waited := make(chan error, 1)
	go func() { waited <- orphan.Wait() }()
	t.Cleanup(func() { _ = orphan.Process.Kill(); <-waited })
	connect(t, socketURL(place.socketDir, databaseName)).Close(t.Context())
	return orphan.Process.Pid
}

func TestStalePIDFile(t *testing.T) {
	t.Parallel()
	for name, pid := range map[string]int{"a live process of another program": os.Getpid(), "nobody": 1 << 22, "no number": 0} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			settings := options(t, reachableDir(t))
			server := start(t, settings)
			if err := server.Close(); err != nil {
				t.Fatal(err)
			}
			content := strconv.Itoa(pid) + "\n" + server.DataDir + "\n"
			if pid == 0 {
				content = ""
			}
			if err := os.WriteFile(filepath.Join(server.DataDir, "postmaster.pid"), []byte(content), 0o644); err != nil {
				t.Fatal(err)
			}
			start(t, settings)
		})
	}
}

// serverPID reads the number of the running postmaster.
func serverPID(t *testing.T, dataDir string) int {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dataDir, "pg*", "postmaster.pid"))
	if err != nil || len(files) != 1 {
		t.Fatalf("postmaster.pid: %v, %v", files, err)
	}
	pid, err := readPID(files[0])
	if err != nil || pid == 0 {
		t.Fatalf("postmaster.pid: %d, %v", pid, err)
	}
	return pid
}

func awaitGone(t *testing.T, pid int, data string) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		if _, alive := postmasterOn(pid, data); !alive {
			return
		}
	}
	t.Fatalf("process %d is still there", pid)
}
