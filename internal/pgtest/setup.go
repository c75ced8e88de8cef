package pgtest

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
)

// setup says which programs run the shared server.
type setup struct {
	Root string // the directory of the npm package
	Bin  string // TEST_PG_BIN
}

func newSetup() (setup, error) {
	root, err := moduleRoot()
	return setup{
		Root: filepath.Join(root, "internal", "postgres", "embedded"),
		Bin:  os.Getenv("TEST_PG_BIN"),
	}, err
}

// moduleRoot is the nearest directory above the working one that holds go.mod; go
// test runs in the package's directory.
func moduleRoot() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for ; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		if dir == filepath.Dir(dir) {
			return "", errors.New("no go.mod above the working directory")
		}
	}
}

// directory makes and returns the directory that processes with the same setup
// share. Root's must be open, because another account runs the server for root.
func (s setup) directory() (string, error) {
	mode := os.FileMode(0o700)
	base := os.TempDir()
	if os.Geteuid() == 0 {
		mode, base = 0o711, "/tmp"
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%d %s %s", os.Geteuid(), s.Root, s.Bin))
	dir := filepath.Join(base, "taphuan-test-"+hex.EncodeToString(sum[:6]))
	if err := os.Mkdir(dir, mode); err != nil && !errors.Is(err, os.ErrExist) {
		return "", err
	}
	info, err := os.Lstat(dir)
	if err != nil {
		return "", err
	}
	if status, ok := info.Sys().(*syscall.Stat_t); !ok || !info.IsDir() || int(status.Uid) != os.Geteuid() {
		return "", fmt.Errorf("%s belongs to somebody else: remove it, or set TMPDIR", dir)
	}
	return dir, os.Chmod(dir, mode)
}
