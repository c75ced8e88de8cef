package embedded

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
)

// makeUsable returns the programs, or a copy of them in the data's home when the
// account that must run them cannot reach them.
func (b Binaries) makeUsable(place place) (Binaries, error) {
	program := b.program("postgres")
	closed := firstClosed(program, place.account)
	if closed == "" {
		return b, nil
	}
	if !b.Bundled {
		return b, fmt.Errorf("the database's account (uid %d) cannot reach %s because of %s: give others the right to pass (chmod o+x), or do not run as root",
			place.account.uid, program, closed)
	}
	info, err := os.Stat(program)
	if err != nil {
		return b, err
	}
	key := shortHash(program + strconv.FormatInt(info.Size(), 10) + info.ModTime().UTC().String())
	copied := filepath.Join(place.home, "postgresql-"+key)
	if !exists(copied) {
		if err := copyInstallation(filepath.Dir(b.Dir), copied); err != nil {
			return b, fmt.Errorf("copy PostgreSQL to %s: %w", copied, err)
		}
	}
	b.Dir = filepath.Join(copied, "bin")
	return b, nil
}

// copyInstallation copies the programs so that every account may run them. The
// copy appears under its name only when it is complete.
func copyInstallation(from, to string) error {
	scratch := to + ".new-" + strconv.Itoa(os.Getpid())
	if err := copyTree(from, scratch); err != nil {
		return err
	}
	if err := makeLinks(scratch); err != nil {
		return err
	}
	if err := os.Rename(scratch, to); err != nil {
		_ = os.RemoveAll(scratch)
		if !exists(to) {
			return err
		}
	}
	return nil
}

func copyTree(from, to string) error {
	return filepath.WalkDir(from, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		target := filepath.Join(to, relative)
		switch {
		case entry.IsDir():
			return makeOpenDir(target)
		case entry.Type()&fs.ModeSymlink != 0:
			return copyLink(path, target)
		case entry.Type().IsRegular() && filepath.Ext(path) != ".a":
			return copyFile(path, target)
		}
		return nil
	})
}

func makeOpenDir(path string) error {
	if err := os.MkdirAll(path, 0o755); err != nil {
		return err
	}
	return os.Chmod(path, 0o755) // whatever the umask says
}

func copyLink(from, to string) error {
	target, err := os.Readlink(from)
	if err != nil {
		return err
	}
	return os.Symlink(target, to)
}

func copyFile(from, to string) error {
	source, err := os.Open(from)
	if err != nil {
		return err
	}
	defer source.Close()
	info, err := source.Stat()
	if err != nil {
		return err
	}
	mode := fs.FileMode(0o644)
	if info.Mode()&0o111 != 0 {
		mode = 0o755
	}
	target, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, mode)
	if err != nil {
		return err
	}
	defer target.Close()
	if _, err := io.Copy(target, source); err != nil {
		return err
	}
	if err := target.Chmod(mode); err != nil {
		return err
	}
	return target.Close()
}
