package embedded

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
)

const (
	// defaultHome is the directory for data when none is given.
	defaultHome = ".data"
	// farHome is where root keeps what the database's account must reach.
	farHome = "/var/lib/taphuan"
	// socketPort names the socket file; nothing listens on the network.
	socketPort = "5432"
	// longestSocket is the longest path of a socket that every system takes, in
	// bytes (Linux 107, macOS 103).
	longestSocket = 103
)

// place says where one cluster lives and who runs it.
type place struct {
	home      string   // the directory above the cluster
	data      string   // the cluster: <home>/pg<major>
	socketDir string   // the private directory of its socket
	account   *account // nil: the caller's own account
}

// choosePlace decides where the cluster of a major version lives and makes the
// directory above it.
func choosePlace(dataDir string, major int) (place, error) {
	name := "pg" + strconv.Itoa(major)
	home, err := filepath.Abs(cmp.Or(dataDir, defaultHome))
	if err != nil {
		return place{}, err
	}
	if err := os.MkdirAll(home, 0o755); err != nil {
		return place{}, fmt.Errorf("make the data directory: %w", err)
	}
	if home, err = filepath.EvalSymlinks(home); err != nil {
		return place{}, err
	}
	if os.Geteuid() == 0 {
		if home, err = reachableHome(home, name, dataDir != ""); err != nil {
			return place{}, err
		}
	}
	data := filepath.Join(home, name)
	account := chooseAccount(data)
	socketDir, err := chooseSocketDir(data, account)
	return place{home: home, data: data, socketDir: socketDir, account: account}, err
}

// reachableHome returns home when the database's account can enter it, else the
// directory that stands for it under /var/lib. A cluster that already exists
// decides, so that a change of permissions never shows an empty database.
func reachableHome(home, name string, explicit bool) (string, error) {
	far := filepath.Join(farHome, shortHash(home))
	if !explicit && exists(filepath.Join(far, name)) {
		return far, nil
	}
	closed := firstClosed(home, chooseAccount(filepath.Join(home, name)))
	if closed == "" {
		return home, nil
	}
	if explicit || exists(filepath.Join(home, name)) {
		return "", fmt.Errorf("the database's account (uid %d; PostgreSQL refuses to run as root) cannot enter %s, so it cannot keep data in %s: give others the right to pass (chmod o+x), set DATA_DIR to another place, or do not run as root",
			chooseAccount(filepath.Join(home, name)).uid, closed, home)
	}
	return far, os.MkdirAll(far, 0o755)
}

// chooseSocketDir returns a path for the socket that is short enough and that
// the account can reach.
func chooseSocketDir(data string, account *account) (string, error) {
	for _, base := range []string{os.TempDir(), "/tmp"} {
		base, err := filepath.EvalSymlinks(base)
		if err != nil {
			continue
		}
		dir := filepath.Join(base, "taphuan-"+shortHash(data))
		if len(dir)+len("/.s.PGSQL."+socketPort) > longestSocket || firstClosed(base, account) != "" {
			continue
		}
		return dir, nil
	}
	return "", errors.New("no place for the database's socket: set TMPDIR to a short path that every account may enter")
}

// ensureSocketDir makes the socket's directory empty and private, and refuses one
// that somebody else put there. A killed server leaves its socket and a lock with
// its number, which would stop the next one while that number is taken, be it by
// a zombie. No server runs here now, so both can go.
func ensureSocketDir(place place) error {
	if err := os.Mkdir(place.socketDir, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	info, err := os.Lstat(place.socketDir)
	if err != nil {
		return err
	}
	owner := ownerOf(info)
	if !info.IsDir() || (owner != os.Geteuid() && (place.account == nil || owner != place.account.uid)) {
		return fmt.Errorf("%s belongs to somebody else: remove it, or set TMPDIR to a directory of your own", place.socketDir)
	}
	if err := place.account.own(place.socketDir); err != nil {
		return err
	}
	for _, name := range []string{".s.PGSQL." + socketPort, ".s.PGSQL." + socketPort + ".lock"} {
		if err := os.Remove(filepath.Join(place.socketDir, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return os.Chmod(place.socketDir, 0o700)
}

// shortHash is a name for a path, for use in other paths.
func shortHash(path string) string {
	sum := sha256.Sum256([]byte(path))
	return hex.EncodeToString(sum[:6])
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}
