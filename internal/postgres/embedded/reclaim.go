package embedded

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// reclaim stops the server that a dead owner left running, and removes the pid
// file of one that was killed. The caller holds the lock, so no live taphuan owns
// the server; one that somebody started by hand is left alone.
func reclaim(ctx context.Context, place place) error {
	pidFile := filepath.Join(place.data, "postmaster.pid")
	pid, err := readPID(pidFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return explainAccess(place.data, err)
	}
	commandLine, alive := postmasterOn(pid, place.data)
	switch {
	case !alive:
		// The number may belong to another process by now, or to a zombie, and
		// PostgreSQL would then refuse to start.
		return os.Remove(pidFile)
	case !strings.Contains(commandLine, place.socketDir):
		return fmt.Errorf("a PostgreSQL that taphuan did not start (process %d) uses %s: stop it with pg_ctl stop -D %s", pid, place.data, place.data)
	}
	slog.Info("stopping the PostgreSQL that an earlier run left behind", "pid", pid)
	return stopOrphan(ctx, pid, place.data)
}

// stopOrphan asks a server that is not our child to stop, ever less politely.
func stopOrphan(ctx context.Context, pid int, data string) error {
	for _, step := range stopSteps {
		if err := syscall.Kill(pid, step.signal); err != nil && !errors.Is(err, syscall.ESRCH) {
			return fmt.Errorf("stop PostgreSQL, process %d: %w", pid, err)
		}
		for deadline := time.Now().Add(step.limit); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
			if _, alive := postmasterOn(pid, data); !alive {
				return nil
			}
			if err := ctx.Err(); err != nil {
				return err
			}
		}
	}
	return fmt.Errorf("PostgreSQL, process %d, does not stop", pid)
}

// readPID reads the first line of postmaster.pid. A file without a number, which
// a full disk leaves, is process 0.
func readPID(path string) (int, error) {
	file, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	lines.Scan()
	pid, err := strconv.Atoi(strings.TrimSpace(lines.Text()))
	if err != nil || pid < 2 {
		return 0, lines.Err()
	}
	return pid, nil
}
