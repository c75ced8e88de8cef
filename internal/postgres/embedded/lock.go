package embedded

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// lockFile marks this process as the owner of a cluster. The kernel releases it
// when the process ends, in whatever way.
type lockFile struct{ file *os.File }

// RunningError says that another taphuan owns the cluster and is alive.
type RunningError struct {
	PID     int    // the process that owns it, 0 when it is not known
	DataDir string // the cluster
	URL     string // the address of its database, for commands that join it
}

// Error names the process and says what to do.
func (e RunningError) Error() string {
	return fmt.Sprintf("taphuan is already running: process %d owns the database in %s; stop it first, or set DATA_DIR and ADDR to run a second one", e.PID, e.DataDir)
}

// lockPatience is how long a process that was killed may take to be gone.
const lockPatience = time.Second

// acquireLock takes the lock of a place, or returns a RunningError.
func acquireLock(place place) (*lockFile, error) {
	path := place.data + ".lock"
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, explainAccess(place.data, err)
	}
	if err := tryLock(file, lockPatience); err != nil {
		defer file.Close()
		if errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, running(file, place.data)
		}
		return nil, fmt.Errorf("lock %s: %w", path, err)
	}
	if err := describeOwner(file, place.socketDir); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return &lockFile{file: file}, nil
}

// tryLock locks the file within the patience.
func tryLock(file *os.File, patience time.Duration) error {
	for deadline := time.Now().Add(patience); ; time.Sleep(10 * time.Millisecond) {
		err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		if err == nil || !errors.Is(err, syscall.EWOULDBLOCK) || time.Now().After(deadline) {
			return err
		}
	}
}

// describeOwner writes what running reads: the process and its socket directory.
func describeOwner(file *os.File, socketDir string) error {
	if err := file.Truncate(0); err != nil {
		return err
	}
	_, err := fmt.Fprintf(file, "%d\n%s\n", os.Getpid(), socketDir)
	return err
}

// running describes the owner of a lock that is taken.
func running(file *os.File, data string) error {
	text, err := io.ReadAll(io.LimitReader(file, 4096))
	if err != nil {
		return err
	}
	first, rest, _ := strings.Cut(string(text), "\n")
	found := RunningError{DataDir: data}
	if pid, err := strconv.Atoi(first); err == nil {
		found.PID = pid
		found.URL = socketURL(strings.TrimSpace(rest), databaseName)
	}
	return found
}

// release gives the lock up. The file stays: removing it would let two
// processes lock two files of the same name.
func (l *lockFile) release() error { return l.file.Close() }
