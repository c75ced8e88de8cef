package embedded

import (
	"os"
	"path/filepath"
	"testing"
)

func TestMakeLinks(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "lib", "libpq.so.5.18"), "library")
	write(t, filepath.Join(dir, linkList), `[{"source":"native/lib/libpq.so.5.18","target":"native/lib/libpq.so.5"}]`)
	for range 2 { // the second time changes nothing
		if err := makeLinks(dir); err != nil {
			t.Fatal(err)
		}
	}
	if content, err := os.ReadFile(filepath.Join(dir, "lib", "libpq.so.5")); err != nil || string(content) != "library" {
		t.Errorf("got %q, %v", content, err)
	}
	write(t, filepath.Join(dir, linkList), `[{"source":"native/lib/a","target":"native/../../out"}]`)
	if err := makeLinks(dir); err == nil {
		t.Error("a link out of the package was made")
	}
}

func TestCopyInstallationOpensEverything(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	from, to := filepath.Join(dir, "from"), filepath.Join(dir, "to")
	write(t, filepath.Join(from, "bin", "postgres"), "program")
	write(t, filepath.Join(from, "lib", "libpq.so.5.18"), "library")
	write(t, filepath.Join(from, "lib", "libpq.a"), "archive")
	write(t, filepath.Join(from, linkList), `[{"source":"native/lib/libpq.so.5.18","target":"native/lib/libpq.so.5"}]`)
	if err := os.Chmod(filepath.Join(from, "bin", "postgres"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := copyInstallation(from, to); err != nil {
		t.Fatal(err)
	}
	for path, mode := range map[string]os.FileMode{"bin": 0o755, "bin/postgres": 0o755, "lib/libpq.so.5": 0o644} {
		info, err := os.Stat(filepath.Join(to, path))
		if err != nil || info.Mode().Perm() != mode {
			t.Errorf("%s: %v, %v", path, info, err)
		}
	}
	if exists(filepath.Join(to, "lib", "libpq.a")) {
		t.Error("an archive for linking was copied")
	}
}

func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}
