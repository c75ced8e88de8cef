package pgtest

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"taphuan/internal/postgres/embedded"
)

// shareLimit bounds the wait for the shared server, which another process may be
// starting on a busy machine.
const shareLimit = 3 * time.Minute

// The files in the directory that test processes and the keeper share.
const (
	leaseFile = "lease"      // locked, shared, by every test process
	startFile = "start"      // locked by the process that starts the keeper
	urlFile   = "url"        // the server's address, while it runs
	logFile   = "keeper.log" // what the keeper said last
)

// lease stays open, and so locked, until this process ends.
//
//lint:ignore U1000 a file that nothing names is closed by the garbage collector
var lease *os.File

// shareServer joins the shared server and starts it when it does not run.
func shareServer() (string, error) {
	setup, err := newSetup()
	if err != nil {
		return "", err
	}
	if _, err := embedded.Find(setup.Root, setup.Bin); err != nil {
		return "", err
	}
	dir, err := setup.directory()
	if err != nil {
		return "", err
	}
	// A keeper that is stopping holds the lease alone: this waits for its end.
	if lease, err = lock(filepath.Join(dir, leaseFile), syscall.LOCK_SH); err != nil {
		return "", err
	}
	start, err := lock(filepath.Join(dir, startFile), syscall.LOCK_EX)
	if err != nil {
		return "", err
	}
	defer start.Close()
	if address, err := readAddress(dir); err == nil && ping(address) == nil {
		return address, nil
	}
	return startKeeper(dir, setup)
}

func readAddress(dir string) (string, error) {
	content, err := os.ReadFile(filepath.Join(dir, urlFile))
	return strings.TrimSpace(string(content)), err
}

// startKeeper runs this program a second time, as the keeper, apart from the
// terminal and the pipes of go test, and waits until its server answers.
func startKeeper(dir string, setup setup) (string, error) {
	if err := os.Remove(filepath.Join(dir, urlFile)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	program, err := os.Executable()
	if err != nil {
		return "", err
	}
	output, err := os.Create(filepath.Join(dir, logFile))
	if err != nil {
		return "", err
	}
	defer output.Close()
	keeper := exec.Command(program)
	keeper.Dir = dir
	keeper.Env = append(os.Environ(), keeperVariable+"="+dir, keeperRoot+"="+setup.Root, keeperBin+"="+setup.Bin)
	keeper.Stdout, keeper.Stderr = output, output
	keeper.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if err := keeper.Start(); err != nil {
		return "", err
	}
	ended := make(chan error, 1)
	go func() { ended <- keeper.Wait() }()
	return awaitKeeper(dir, ended)
}

func awaitKeeper(dir string, ended <-chan error) (string, error) {
	deadline := time.After(shareLimit)
	for {
		if address, err := readAddress(dir); err == nil && ping(address) == nil {
			return address, nil
		}
		select {
		case err := <-ended:
			if err == nil {
				ended = nil // another keeper has the server
				continue
			}
			said, _ := os.ReadFile(filepath.Join(dir, logFile))
			return "", fmt.Errorf("the test server ended (%v): %s", err, said)
		case <-deadline:
			return "", fmt.Errorf("the test server did not answer within %s, see %s", shareLimit, filepath.Join(dir, logFile))
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// lock opens a file and locks it (syscall.LOCK_SH or LOCK_EX) until it is closed.
func lock(path string, how int) (*os.File, error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	for deadline := time.Now().Add(shareLimit); ; time.Sleep(20 * time.Millisecond) {
		err := syscall.Flock(int(file.Fd()), how|syscall.LOCK_NB)
		if err == nil {
			return file, nil
		}
		if !errors.Is(err, syscall.EWOULDBLOCK) && !errors.Is(err, syscall.EINTR) || time.Now().After(deadline) {
			return nil, errors.Join(fmt.Errorf("lock %s: %w", path, err), file.Close())
		}
	}
}
