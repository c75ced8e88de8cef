package backup

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"taphuan/internal/pgtest"
	"taphuan/internal/postgres"
	"taphuan/internal/postgres/embedded"
)

// TestAcrossVersions: a backup of one PostgreSQL is restored into another and back again, where a
// second version is installed.
func TestAcrossVersions(t *testing.T) {
	t.Parallel()
	here := pgtest.URL(t)
	major, _, _ := strings.Cut(texts(t, here, "SELECT current_setting('server_version')")[0], ".")
	there := otherServer(t, major)
	if err := postgres.Migrate(t.Context(), there); err != nil {
		t.Fatal(err)
	}
	w := newWorld(t, there)
	file, m := w.write(t)
	if strings.HasPrefix(m.PostgreSQL, major+".") {
		t.Fatalf("both servers are PostgreSQL %s", m.PostgreSQL)
	}
	if _, err := Restore(t.Context(), file, target(t, here)); err != nil {
		t.Fatalf("from %s to %s: %v", m.PostgreSQL, major, err)
	}
	if diff := cmp.Diff(tableHashes(t, there), tableHashes(t, here)); diff != "" {
		t.Errorf("from %s to %s, tables differ:\n%s", m.PostgreSQL, major, diff)
	}
	w.url = here
	back := filepath.Join(w.home, "back.tar.gz")
	if _, err := Write(t.Context(), back, w.source()); err != nil {
		t.Fatal(err)
	}
	run(t, there, "DROP DATABASE IF EXISTS again")
	run(t, there, "CREATE DATABASE again")
	again := strings.Replace(there, "/taphuan?", "/again?", 1)
	if _, err := Restore(t.Context(), back, target(t, again)); err != nil {
		t.Fatalf("from %s to %s: %v", major, m.PostgreSQL, err)
	}
	if diff := cmp.Diff(tableHashes(t, here), tableHashes(t, again)); diff != "" {
		t.Errorf("back again, tables differ:\n%s", diff)
	}
}

// otherServer starts an installed PostgreSQL of another major version: the address of its database.
func otherServer(t *testing.T, major string) string {
	t.Helper()
	installed, err := filepath.Glob("/usr/lib/postgresql/*/bin")
	if err != nil {
		t.Fatal(err)
	}
	for _, bin := range installed {
		found, err := embedded.Find("", bin)
		if err != nil || strings.HasPrefix(found.Version, major+".") {
			continue
		}
		home, err := os.MkdirTemp("", "taphuan-other-")
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = os.RemoveAll(home) })
		if err := os.Chmod(home, 0o755); err != nil {
			t.Fatal(err)
		}
		server, err := embedded.Start(t.Context(), embedded.Options{Bin: bin, DataDir: home, FsyncOff: true})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := server.Close(); err != nil {
				t.Error(err)
			}
		})
		return server.URL()
	}
	t.Skipf("PostgreSQL %s is the only version installed", major)
	return ""
}
