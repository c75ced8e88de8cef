package embedded

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
)

const (
	// startLimit bounds the wait for the first answer; recovery after a crash of
	// a large database takes minutes.
	startLimit = 10 * time.Minute
	// fastStopLimit and immediateStopLimit bound the two polite ways to stop.
	fastStopLimit      = 60 * time.Second
	immediateStopLimit = 10 * time.Second
	// A server that dies more than maxRestarts times within restartWindow is
	// left down.
	maxRestarts   = 10
	restartWindow = time.Minute
)

// postmaster is the command line that runs the server.
type postmaster struct {
	binaries  Binaries
	place     place
	arguments []string
}

// arguments are the settings that make the server private to its owner, then
// those of the options.
func arguments(place place, options Options) []string {
	settings := map[string]string{
		"listen_addresses":        "",
		"unix_socket_directories": place.socketDir,
		"unix_socket_permissions": "0700",
		"port":                    socketPort,
		"timezone":                "UTC",
		"log_timezone":            "UTC",
		"logging_collector":       "off",
		"log_destination":         "stderr",
	}
	if options.FsyncOff {
		maps.Copy(settings, map[string]string{"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"})
	}
	maps.Copy(settings, options.Parameters)
	list := []string{"-D", place.data}
	for _, name := range slices.Sorted(maps.Keys(settings)) {
		list = append(list, "-c", name+"="+settings[name])
	}
	return list
}

// supervise runs the server until it is told to stop, and starts it again when
// it dies. It keeps its thread, because the kernel ties the signal on the owner's
// death to the thread that forked.
func (s *Server) supervise(command postmaster) {
	runtime.LockOSThread()
	defer close(s.done)
	var deaths []time.Time
	for {
		stopped, err := s.runOnce(command)
		if stopped {
			return
		}
		deaths = recent(append(deaths, time.Now()))
		if len(deaths) > maxRestarts || !s.worthRestarting() {
			s.err = fmt.Errorf("PostgreSQL %s stopped: %w%s", s.Version, err, s.log.quote())
			return
		}
		slog.Warn("PostgreSQL stopped by itself; starting it again", "reason", err)
		if s.pause(time.Duration(len(deaths)) * 100 * time.Millisecond) {
			return
		}
	}
}

// worthRestarting says whether a server that died may come up when it is tried
// again: it has been up before, or it waits for the children of a killed one.
func (s *Server) worthRestarting() bool {
	return s.ready.Load() || s.log.contains("pre-existing shared memory block")
}

// runOnce runs one postgres process to its end and says whether it was told to
// stop.
func (s *Server) runOnce(command postmaster) (stopped bool, err error) {
	process := exec.Command(command.binaries.program("postgres"), command.arguments...)
	process.Dir = command.place.data
	process.Env = serverEnvironment()
	process.Stdout, process.Stderr = s.log, s.log
	process.SysProcAttr = processAttributes(command.place.account, syscall.SIGINT)
	// Backends of a killed postmaster keep its standard error open for a moment.
	process.WaitDelay = 2 * time.Second
	if err := process.Start(); err != nil {
		return false, err
	}
	exited := make(chan struct{})
	stopping := make(chan bool, 1)
	go func() { stopping <- s.stopOnRequest(process.Process, exited) }()
	err = process.Wait()
	close(exited)
	if err == nil {
		err = errors.New("another process told it to stop")
	}
	return <-stopping, err
}

// stopOnRequest waits for a request to stop and presses harder until the process
// has gone. It says whether there was a request.
func (s *Server) stopOnRequest(process *os.Process, exited <-chan struct{}) bool {
	select {
	case <-exited:
		return false
	case <-s.stop:
	}
	for _, step := range stopSteps {
		_ = process.Signal(step.signal) // it fails only when the process is gone
		select {
		case <-exited:
			return true
		case <-time.After(step.limit):
			slog.Warn("PostgreSQL is slow to stop", "signal", step.signal.String(), "waited", step.limit)
		}
	}
	<-exited
	return true
}

// pause waits and says whether a request to stop came meanwhile.
func (s *Server) pause(duration time.Duration) bool {
	select {
	case <-s.stop:
		return true
	case <-time.After(duration):
		return false
	}
}

// stopSteps are PostgreSQL's fast shutdown, its immediate one (which the next
// start recovers from) and the kernel's.
var stopSteps = []struct {
	signal syscall.Signal
	limit  time.Duration
}{
	{syscall.SIGINT, fastStopLimit},
	{syscall.SIGQUIT, immediateStopLimit},
	{syscall.SIGKILL, immediateStopLimit},
}

// recent keeps the moments that lie within the restart window.
func recent(moments []time.Time) []time.Time {
	limit := time.Now().Add(-restartWindow)
	return slices.DeleteFunc(moments, func(moment time.Time) bool { return moment.Before(limit) })
}

// awaitAnswer connects until the server answers, and creates the database of a
// new cluster.
func awaitAnswer(ctx context.Context, server *Server) error {
	ctx, cancel := context.WithTimeout(ctx, startLimit)
	defer cancel()
	for {
		err := createDatabase(ctx, server.socketDir)
		if err == nil {
			return nil
		}
		select {
		case <-server.done:
			return server.err
		case <-ctx.Done():
			return fmt.Errorf("no answer: %w", errors.Join(ctx.Err(), err))
		case <-time.After(15 * time.Millisecond):
		}
	}
}

func createDatabase(ctx context.Context, socketDir string) error {
	connection, err := pgx.Connect(ctx, socketURL(socketDir, "postgres"))
	if err != nil {
		return err
	}
	defer connection.Close(context.WithoutCancel(ctx))
	var exists bool
	const query = `SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)`
	if err := connection.QueryRow(ctx, query, databaseName).Scan(&exists); err != nil || exists {
		return err
	}
	_, err = connection.Exec(ctx, "CREATE DATABASE "+databaseName)
	return err
}

func (b Binaries) program(name string) string { return filepath.Join(b.Dir, name) }

// serverEnvironment keeps the caller's PG* and locale settings away from the
// server, and its secrets too.
func serverEnvironment() []string {
	return []string{"PATH=/usr/bin:/bin", "LC_ALL=C", "TZ=UTC"}
}
