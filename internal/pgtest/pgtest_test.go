package pgtest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"taphuan/internal/postgres/embedded"
)

func query(t *testing.T, address, text string) string {
	t.Helper()
	connection, err := pgx.Connect(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	defer connection.Close(context.Background())
	var value string
	if err := connection.QueryRow(t.Context(), text).Scan(&value); err != nil {
		t.Fatal(err)
	}
	return value
}

func TestEachTestHasItsOwnDatabase(t *testing.T) {
	t.Parallel()
	seen := make(chan string, 8)
	t.Run("group", func(t *testing.T) {
		for range cap(seen) {
			t.Run("database", func(t *testing.T) {
				t.Parallel()
				began := time.Now()
				address := Empty(t)
				t.Logf("made in %s", time.Since(began).Round(time.Millisecond))
				if got := query(t, address, `SELECT count(*)::text FROM pg_tables WHERE schemaname = 'public'`); got != "0" {
					t.Errorf("%s tables", got)
				}
				query(t, address, `WITH made AS (SELECT 1) SELECT 'done' FROM made`)
				seen <- query(t, address, `SELECT current_database()`)
			})
		}
	})
	close(seen)
	names := map[string]bool{}
	for name := range seen {
		names[name] = true
	}
	if len(names) != cap(seen) {
		t.Errorf("%d databases for %d tests", len(names), cap(seen))
	}
	gone := Empty(t)
	for name := range names {
		if got := query(t, gone, `SELECT count(*)::text FROM pg_database WHERE datname = '`+name+`'`); got != "0" {
			t.Errorf("%s was not dropped", name)
		}
	}
}

func TestMigratedDatabase(t *testing.T) {
	t.Parallel()
	began := time.Now()
	app, owner := NewWithOwner(t)
	t.Logf("made in %s", time.Since(began).Round(time.Millisecond))
	var role string
	if err := app.Pool.QueryRow(t.Context(), `SELECT current_user`).Scan(&role); err != nil || role != "taphuan_app" {
		t.Errorf("the pool acts as %q, %v", role, err)
	}
	var bound bool
	if err := owner.QueryRowContext(t.Context(), `SELECT NOT (rolsuper OR rolbypassrls) FROM pg_roles WHERE rolname = current_user`).Scan(&bound); err != nil || bound {
		t.Errorf("the owner is bound by row-level security: %t, %v", bound, err)
	}
	began = time.Now()
	second := URL(t)
	t.Logf("the second in %s", time.Since(began).Round(time.Millisecond))
	if got := query(t, second, `SELECT (count(*) > 0)::text FROM bun_migrations`); got != "true" {
		t.Error("no migration was applied")
	}
}

func TestFingerprintIsStable(t *testing.T) {
	t.Parallel()
	first, err := fingerprint()
	if err != nil {
		t.Fatal(err)
	}
	second, err := fingerprint()
	if err != nil || first != second || len(first) != 16 {
		t.Errorf("%q and %q, %v", first, second, err)
	}
}

func TestLeftovers(t *testing.T) {
	t.Parallel()
	few := []string{"taphuan_test_a", "taphuan_template_1"}
	if diff := cmp.Diff([]string{"taphuan_test_a"}, leftovers(few)); diff != "" {
		t.Error(diff)
	}
	many := []string{"taphuan_template_1", "taphuan_template_2", "taphuan_template_3", "taphuan_template_4", "taphuan_template_5"}
	if diff := cmp.Diff(many, leftovers(many)); diff != "" {
		t.Error(diff)
	}
}

func TestWithDatabase(t *testing.T) {
	t.Parallel()
	got, err := withDatabase("postgres://u:p@h:5433/old?sslmode=disable", "new")
	if want := "postgres://u:p@h:5433/new?sslmode=disable"; err != nil || got != want {
		t.Errorf("got %q, %v", got, err)
	}
	if _, err := withDatabase("host=h user=u", "new"); err == nil {
		t.Error("a keyword string was accepted")
	}
}

func TestLeaseKeepsTheKeeperWaiting(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), leaseFile)
	held, err := lock(path, syscall.LOCK_SH)
	if err != nil {
		t.Fatal(err)
	}
	defer held.Close()
	second, err := lock(path, syscall.LOCK_SH)
	if err != nil {
		t.Fatalf("two tests cannot share: %v", err)
	}
	defer second.Close()
	ended := make(chan struct{})
	go func() { time.Sleep(1500 * time.Millisecond); close(ended) }()
	if _, err := awaitIdle(t.Context(), path, ended); err == nil {
		t.Error("the keeper took a lease that is in use")
	}
}

func TestMissingPostgreSQL(t *testing.T) {
	t.Parallel()
	missing := fmt.Errorf("looked everywhere: %w", embedded.ErrNotInstalled)
	for _, test := range []struct {
		err  error
		ci   string
		want bool
	}{
		{missing, "", true},
		{missing, "false", true},
		{missing, "true", false},
		{missing, "1", false},
		{errors.New("it crashed"), "", false},
		{nil, "", false},
	} {
		if got := maySkip(test.err, test.ci); got != test.want {
			t.Errorf("maySkip(%v, %q) = %t", test.err, test.ci, got)
		}
	}
}

// TestWrongProgramsAreAFailure runs this test program again, with TEST_PG_BIN set
// to nothing useful.
func TestWrongProgramsAreAFailure(t *testing.T) {
	t.Parallel()
	command := exec.Command(os.Args[0], "-test.run=^TestMigratedDatabase$", "-test.v")
	command.Env = append(os.Environ(), "CI=", "TEST_DATABASE_URL=", "TEST_PG_BIN=/nonexistent")
	output, err := command.CombinedOutput()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || !strings.Contains(string(output), "--- FAIL") {
		t.Errorf("%v: %s", err, output)
	}
}
