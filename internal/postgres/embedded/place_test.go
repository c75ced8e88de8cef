package embedded

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestFirstClosed(t *testing.T) {
	t.Parallel()
	dir := reachableDir(t)
	inner := filepath.Join(dir, "closed", "inner")
	if err := os.MkdirAll(inner, 0o755); err != nil {
		t.Fatal(err)
	}
	stranger := &account{uid: 54321, gid: 54321}
	if got := firstClosed(inner, stranger); got != "" {
		t.Errorf("open path: closed at %q", got)
	}
	closed := filepath.Dir(inner)
	if err := os.Chmod(closed, 0o700); err != nil {
		t.Fatal(err)
	}
	if got := firstClosed(inner, stranger); got != closed {
		t.Errorf("closed path: got %q, want %q", got, closed)
	}
	if got := firstClosed(inner, nil); got != "" {
		t.Errorf("own account: closed at %q", got)
	}
	if got := firstClosed(inner, &account{uid: os.Geteuid(), gid: os.Getegid()}); got != "" {
		t.Errorf("owner: closed at %q", got)
	}
}

func TestSocketPathIsShort(t *testing.T) {
	deep := filepath.Join(reachableDir(t), strings.Repeat("x", 120))
	if err := os.Mkdir(deep, 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("TMPDIR", deep)
	dir, err := chooseSocketDir("/some/data", nil)
	if err != nil {
		t.Fatal(err)
	}
	if path := dir + "/.s.PGSQL.5432"; len(path) > longestSocket {
		t.Errorf("%s is %d bytes long", path, len(path))
	}
}

func TestSocketDirOfSomebodyElseIsRefused(t *testing.T) {
	t.Parallel()
	dir := reachableDir(t)
	target := filepath.Join(dir, "target")
	if err := os.Mkdir(target, 0o755); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(dir, "link")
	if err := os.Symlink(target, link); err != nil {
		t.Fatal(err)
	}
	if err := ensureSocketDir(place{socketDir: link}); err == nil {
		t.Error("a symbolic link was accepted")
	}
	if os.Geteuid() != 0 {
		t.Skip("only root can make a directory of another account")
	}
	if err := os.Chown(target, 54321, 54321); err != nil {
		t.Fatal(err)
	}
	if err := ensureSocketDir(place{socketDir: target, account: &account{uid: nobody, gid: nobody}}); err == nil {
		t.Error("another account's directory was accepted")
	}
}

func TestSystemDirsNewestFirst(t *testing.T) {
	t.Parallel()
	base := t.TempDir()
	for _, name := range []string{"9.6", "13", "15", "17", "16", "lib"} {
		if err := os.Mkdir(filepath.Join(base, name), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	var got []string
	for _, dir := range systemDirs(base) {
		got = append(got, filepath.Base(filepath.Dir(dir)))
	}
	if want := []string{"17", "16", "15"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestFindSaysWhatToInstall(t *testing.T) {
	t.Parallel()
	_, err := Find(t.TempDir(), filepath.Join(t.TempDir(), "nothing"))
	if err == nil || !strings.Contains(err.Error(), "PG_BIN") {
		t.Errorf("wrong PG_BIN: %v", err)
	}
	err = notInstalled("here", nil)
	for _, cure := range []string{"npm ci", "PG_BIN", "DATABASE_URL"} {
		if !strings.Contains(err.Error(), cure) {
			t.Errorf("%q does not name %s", err, cure)
		}
	}
}

func TestLogTailKeepsTheEnd(t *testing.T) {
	t.Parallel()
	tail := newLogTail()
	for range 10_000 {
		if _, err := tail.Write([]byte("an old line\n")); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := tail.Write([]byte("the last line\n")); err != nil {
		t.Fatal(err)
	}
	quoted := tail.quote()
	if !strings.HasSuffix(quoted, "the last line") || strings.Count(quoted, "\n") > quotedLines+1 {
		t.Errorf("quoted %q", quoted)
	}
	if len(tail.kept) > logTailSize {
		t.Errorf("%d bytes kept", len(tail.kept))
	}
}
