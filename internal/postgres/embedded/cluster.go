package embedded

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// initLimit bounds the creation of a cluster.
const initLimit = 5 * time.Minute

// ensureCluster creates the cluster when there is none, and refuses data of
// another version. It never removes data.
func ensureCluster(ctx context.Context, binaries Binaries, place place, fsyncOff bool) error {
	version, err := os.ReadFile(filepath.Join(place.data, "PG_VERSION"))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if err := checkVacant(binaries, place); err != nil {
			return err
		}
		return createCluster(ctx, binaries, place, fsyncOff)
	case err != nil:
		return explainAccess(place.data, err)
	}
	if made := strings.TrimSpace(string(version)); made != strconv.Itoa(binaries.Major) {
		return otherVersion(binaries, place.data, made)
	}
	return nil
}

// explainAccess adds the cure to an error of permissions.
func explainAccess(data string, err error) error {
	if !errors.Is(err, fs.ErrPermission) {
		return err
	}
	return fmt.Errorf("%s belongs to another account (%w): run as that account or as root, or give it to yours with chown -R", data, err)
}

// checkVacant refuses a place where a new cluster would hide or overwrite
// something: a directory with other content, or data of another version beside it.
func checkVacant(binaries Binaries, place place) error {
	entries, err := os.ReadDir(place.data)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if len(entries) > 0 {
		return fmt.Errorf("%s is not empty and holds no database: move it away", place.data)
	}
	siblings, err := os.ReadDir(place.home)
	if err != nil {
		return err
	}
	for _, sibling := range siblings {
		match := clusterName.FindStringSubmatch(sibling.Name())
		if match != nil && exists(filepath.Join(place.home, sibling.Name(), "PG_VERSION")) {
			return otherVersion(binaries, filepath.Join(place.home, sibling.Name()), match[1])
		}
	}
	return nil
}

var clusterName = regexp.MustCompile(`^pg(\d+)$`)

// otherVersion advises what to do with data of another major version.
func otherVersion(binaries Binaries, data, version string) error {
	how := "with PG_BIN set to the programs of PostgreSQL " + version
	if dir := "/usr/lib/postgresql/" + version + "/bin"; isFile(filepath.Join(dir, "postgres")) {
		how = "with PG_BIN=" + dir
	}
	return fmt.Errorf("%s was made by PostgreSQL %s and this is %s (%s): start %s to go on; to change over, write a backup that way (taphuan backup), move the directory away and restore the backup with the new version; or set DATA_DIR to begin with an empty database. Nothing was changed",
		data, version, binaries.Version, binaries.Dir, how)
}

// createCluster runs initdb in a scratch directory, which gets the cluster's
// name when it is complete.
func createCluster(ctx context.Context, binaries Binaries, place place, fsyncOff bool) error {
	scratch := place.data + ".initdb-" + strconv.Itoa(os.Getpid())
	if err := removeScratch(place.data); err != nil {
		return err
	}
	if err := os.Mkdir(scratch, 0o700); err != nil {
		return err
	}
	if err := place.account.own(scratch); err != nil {
		return err
	}
	if err := initialize(ctx, binaries, place.account, scratch, fsyncOff); err != nil {
		return errors.Join(err, os.RemoveAll(scratch))
	}
	if err := os.Rename(scratch, place.data); err != nil {
		return err
	}
	return syncDir(place.home)
}

// removeScratch removes what an interrupted creation left.
func removeScratch(data string) error {
	home := filepath.Dir(data)
	entries, err := os.ReadDir(home)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if strings.HasPrefix(entry.Name(), filepath.Base(data)+".initdb-") {
			if err := os.RemoveAll(filepath.Join(home, entry.Name())); err != nil {
				return err
			}
		}
	}
	return nil
}

// initialize runs initdb. It keeps its thread while initdb runs, because the
// kernel ties the signal on this process's death to the thread that forked.
func initialize(ctx context.Context, binaries Binaries, account *account, data string, fsyncOff bool) error {
	ctx, cancel := context.WithTimeout(ctx, initLimit)
	defer cancel()
	arguments := []string{
		"-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8",
		"--locale=C", "--locale-provider=icu", "--icu-locale=vi", "--no-instructions",
	}
	if fsyncOff {
		arguments = append(arguments, "--no-sync")
	}
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	command := exec.CommandContext(ctx, binaries.program("initdb"), arguments...)
	command.Dir = data
	command.Env = serverEnvironment()
	command.SysProcAttr = processAttributes(account, syscall.SIGKILL)
	command.Cancel = func() error { return syscall.Kill(-command.Process.Pid, syscall.SIGKILL) }
	command.WaitDelay = 2 * time.Second
	output := newLogTail()
	command.Stdout, command.Stderr = output, output
	if err := command.Run(); err != nil {
		return fmt.Errorf("create the database cluster: %w%s", errors.Join(ctx.Err(), err), output.quote())
	}
	return nil
}

// syncDir makes a rename in the directory survive a power cut.
func syncDir(path string) error {
	directory, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(directory.Sync(), directory.Close())
}
