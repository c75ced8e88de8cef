package backup

import (
	"context"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"taphuan/internal/media"
	"taphuan/internal/pgtest"
	"taphuan/internal/postgres"
)

func target(t *testing.T, url string) Target {
	t.Helper()
	home := t.TempDir()
	return Target{Database: url, Media: media.Disk{Dir: filepath.Join(home, "media")}, SecretKeyFile: filepath.Join(home, "secret.key")}
}

// TestRestoreBringsEveryTableBack, into a database without anything and into a migrated one.
func TestRestoreBringsEveryTableBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t, pgtest.URL(t))
	file, m := w.write(t)
	if m.Mode != "demonstration" || len(m.Media) != 1 || len(m.MissingMedia) != 0 {
		t.Errorf("manifest: mode %q, %d media files, %d missing", m.Mode, len(m.Media), len(m.MissingMedia))
	}
	for name, database := range map[string]string{"new": pgtest.Empty(t), "migrated": pgtest.URL(t)} {
		to := target(t, database)
		if _, err := Restore(t.Context(), file, to); err != nil {
			t.Fatalf("%s database: %v", name, err)
		}
		if diff := cmp.Diff(tableHashes(t, w.url), tableHashes(t, database)); diff != "" {
			t.Errorf("%s database: tables differ (-before +after):\n%s", name, diff)
		}
		if diff := cmp.Diff(texts(t, w.url, guardsNow), texts(t, database, guardsNow)); diff != "" {
			t.Errorf("%s database: constraints, triggers or security differ:\n%s", name, diff)
		}
		if _, err := os.Stat(filepath.Join(to.Media.(media.Disk).Dir, w.file[:2], w.file)); err != nil {
			t.Errorf("%s database: %v", name, err)
		}
	}
}

// guardsNow is every constraint, trigger state and row-level security of the tables.
const guardsNow = `SELECT c.oid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(k.oid) || ' ' || convalidated FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid WHERE k.contype <> 'n'
	UNION ALL SELECT tgrelid::regclass || ' ' || tgname || ' ' || tgenabled::text FROM pg_trigger WHERE NOT tgisinternal
	UNION ALL SELECT oid::regclass || ' ' || relrowsecurity || ' ' || relforcerowsecurity FROM pg_class WHERE relkind = 'r' AND relnamespace::regnamespace::text !~ '^pg_|information_schema'
	ORDER BY 1`

// TestRestoreKeepsNumbersGoing: sequences go on behind the rows.
func TestRestoreKeepsNumbersGoing(t *testing.T) {
	t.Parallel()
	w := newWorld(t, pgtest.URL(t))
	file, _ := w.write(t)
	database := pgtest.Empty(t)
	if _, err := Restore(t.Context(), file, target(t, database)); err != nil {
		t.Fatal(err)
	}
	got := texts(t, database, `INSERT INTO learning.deltas (agency_id, course_id, day, what, amount)
		SELECT agency_id, course_id, day, what, 1 FROM learning.deltas LIMIT 1 RETURNING id::text`)
	if diff := cmp.Diff([]string{"5"}, got); diff != "" {
		t.Errorf("next delta: %s", diff)
	}
}

// TestRestoreKeepsFoldingExact: what was folded stays folded and what was not is folded once, on a
// server whose transaction ids are far below those of the backup.
func TestRestoreKeepsFoldingExact(t *testing.T) {
	t.Parallel()
	w := newWorld(t, pgtest.URL(t))
	file, _ := w.write(t)
	database := pgtest.Empty(t)
	if _, err := Restore(t.Context(), file, target(t, database)); err != nil {
		t.Fatal(err)
	}
	const unfolded = `SELECT d.source || ' ' || d.id FROM (SELECT 'learning' AS source, id, xact FROM learning.deltas UNION ALL SELECT 'certificate', id, xact FROM certificate.deltas) d
		JOIN reporting.fold_cursors f USING (source) WHERE d.xact >= f.folded_below ORDER BY 1`
	want := []string{"certificate 2", "certificate 3", "learning 3", "learning 4"}
	if diff := cmp.Diff(want, texts(t, database, unfolded)); diff != "" {
		t.Errorf("not yet folded:\n%s", diff)
	}
	future := `SELECT source FROM reporting.fold_cursors WHERE folded_below >= pg_snapshot_xmin(pg_current_snapshot())
		UNION ALL SELECT 'delta' FROM learning.deltas WHERE xact >= pg_snapshot_xmin(pg_current_snapshot())`
	if left := texts(t, database, future); len(left) > 0 {
		t.Errorf("ids in this server's future: %v", left)
	}
}

// TestDemonstrationStaysOne: the mode comes back and cannot be changed afterwards.
func TestDemonstrationStaysOne(t *testing.T) {
	t.Parallel()
	w := newWorld(t, pgtest.URL(t))
	file, _ := w.write(t)
	database := pgtest.URL(t)
	if _, err := Restore(t.Context(), file, target(t, database)); err != nil {
		t.Fatal(err)
	}
	withConn(t, database, func(conn *pgx.Conn) {
		for _, statement := range []string{"UPDATE instance.settings SET mode = 'production'", "DELETE FROM instance.settings", "TRUNCATE instance.settings"} {
			if _, err := conn.Exec(t.Context(), statement); err == nil {
				t.Errorf("%s was allowed", statement)
			}
		}
	})
	if got := texts(t, database, "SELECT mode FROM instance.settings"); got[0] != "demonstration" {
		t.Errorf("mode %v", got)
	}
}

// TestRestoreRefusesFilledDatabase and changes nothing in it.
func TestRestoreRefusesFilledDatabase(t *testing.T) {
	t.Parallel()
	w := newWorld(t, pgtest.URL(t))
	file, _ := w.write(t)
	database := pgtest.URL(t)
	run(t, database, "INSERT INTO organization.agencies (id) VALUES ('"+uuid.NewString()+"')")
	before := tableHashes(t, database)
	_, err := Restore(t.Context(), file, target(t, database))
	if err == nil || !strings.Contains(err.Error(), "organization.agencies") {
		t.Errorf("restore into a filled database: %v", err)
	}
	if diff := cmp.Diff(before, tableHashes(t, database)); diff != "" {
		t.Errorf("the refused restore wrote:\n%s", diff)
	}
}

// TestFailedRestoreLeavesDatabaseEmpty: a row that breaks a foreign key is found at the end, after
// everything has been loaded; nothing of it stays, and the whole backup can still be restored.
func TestFailedRestoreLeavesDatabaseEmpty(t *testing.T) {
	t.Parallel()
	w := newWorld(t, pgtest.URL(t))
	good, _ := w.write(t)
	run(t, w.url, `ALTER TABLE organization.postings DROP CONSTRAINT postings_agency_id_fkey; UPDATE organization.postings SET agency_id = gen_random_uuid()`)
	bad := filepath.Join(w.home, "bad.tar.gz")
	if _, err := Write(t.Context(), bad, w.source()); err != nil {
		t.Fatal(err)
	}
	database := pgtest.Empty(t)
	if _, err := Restore(t.Context(), bad, target(t, database)); err == nil || !strings.Contains(err.Error(), "postings_agency_id_fkey") {
		t.Fatalf("restore of a row without its agency: %v", err)
	}
	if got := texts(t, database, "SELECT 'left' FROM organization.persons UNION ALL SELECT 'left' FROM instance.settings"); len(got) > 0 {
		t.Error("the failed restore left rows")
	}
	if _, err := Restore(t.Context(), good, target(t, database)); err != nil {
		t.Errorf("restore after a failed one: %v", err)
	}
}

// TestOrdinaryOwner: backup and restore need no superuser, though row-level security is forced.
func TestOrdinaryOwner(t *testing.T) {
	t.Parallel()
	admin := pgtest.Empty(t)
	role := "taphuan_owner_" + strings.ReplaceAll(uuid.NewString(), "-", "")
	run(t, admin, "CREATE ROLE "+role+" LOGIN NOSUPERUSER NOBYPASSRLS")
	t.Cleanup(func() { // after the databases that it owns are gone
		_ = withOwner(context.Background(), admin, func(conn *pgx.Conn) error { _, err := conn.Exec(context.Background(), "DROP ROLE "+role); return err })
	})
	from, to := ownedBy(t, role), ownedBy(t, role)
	if err := postgres.Migrate(t.Context(), from); err != nil {
		t.Fatal(err)
	}
	w := newWorld(t, from)
	file, m := w.write(t)
	if m.Rows() < 20 {
		t.Errorf("an ordinary owner saw only %d rows", m.Rows())
	}
	if _, err := Restore(t.Context(), file, target(t, to)); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(tableHashes(t, from), tableHashes(t, to)); diff != "" {
		t.Errorf("tables differ:\n%s", diff)
	}
}

// ownedBy returns the address of a new database for its owner, the role.
func ownedBy(t *testing.T, role string) string {
	t.Helper()
	address := pgtest.Empty(t)
	parsed, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	run(t, address, "ALTER DATABASE "+strings.Trim(parsed.Path, "/")+" OWNER TO "+role)
	parsed.User = nil
	query := parsed.Query()
	query.Set("user", role)
	parsed.RawQuery = query.Encode()
	return parsed.String()
}

// TestOlderBackup: a backup from before the last migration is loaded into the schema of its time
// and then migrated; an empty database that is already newer is refused.
func TestOlderBackup(t *testing.T) {
	t.Parallel()
	old := pgtest.Empty(t)
	known := knownMigrations()
	if err := migrateQueueTo(t.Context(), old, 7); err != nil {
		t.Fatal(err)
	}
	if err := migrateTo(t.Context(), old, known[:len(known)-1]); err != nil {
		t.Fatal(err)
	}
	run(t, old, "INSERT INTO organization.agencies (id) VALUES ('"+uuid.NewString()+"')")
	w := world{url: old, home: t.TempDir()}
	file, m := w.write(t)
	if m.QueueMigration != 7 || len(m.Migrations) != len(known)-1 {
		t.Fatalf("the manifest has %d migrations and queue %d", len(m.Migrations), m.QueueMigration)
	}
	database := pgtest.Empty(t)
	if _, err := Restore(t.Context(), file, target(t, database)); err != nil {
		t.Fatal(err)
	}
	if got := texts(t, database, "SELECT name FROM public.bun_migrations ORDER BY name"); !cmp.Equal(got, known) {
		t.Errorf("after the restore: migrations %v", got)
	}
	if got := texts(t, database, "SELECT id::text FROM organization.agencies"); len(got) != 1 {
		t.Errorf("%d agencies", len(got))
	}
	if _, err := Restore(t.Context(), file, target(t, pgtest.URL(t))); err == nil || !strings.Contains(err.Error(), "newer") {
		t.Errorf("restore of an older backup into a newer schema: %v", err)
	}
}

// TestSecretKey: it is inside only when asked for, comes back readable by its owner alone, and never
// replaces another one.
func TestSecretKey(t *testing.T) {
	t.Parallel()
	w := newWorld(t, pgtest.URL(t))
	plain, m := w.write(t)
	if m.Secret != nil || m.SecretCheck == "" {
		t.Errorf("secret %v, check %q", m.Secret, m.SecretCheck)
	}
	to := target(t, pgtest.Empty(t))
	restored, err := Restore(t.Context(), plain, to)
	if err != nil || restored.SecretFits {
		t.Errorf("without the key: fits %v, %v", restored.SecretFits, err)
	}
	from := w.source()
	from.WithSecret = true
	full := filepath.Join(w.home, "full.tar.gz")
	if _, err := Write(t.Context(), full, from); err != nil {
		t.Fatal(err)
	}
	to = target(t, pgtest.Empty(t))
	restored, err = Restore(t.Context(), full, to)
	if err != nil || !restored.SecretFits {
		t.Fatalf("with the key: fits %v, %v", restored.SecretFits, err)
	}
	info, err := os.Stat(to.SecretKeyFile)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("key file: %v, %v", info, err)
	}
	other := target(t, pgtest.Empty(t))
	if err := os.WriteFile(other.SecretKeyFile, []byte(strings.Repeat("0b", 32)), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Restore(t.Context(), full, other); err == nil || !strings.Contains(err.Error(), "another secret key") {
		t.Errorf("over another key: %v", err)
	}
}

// TestNewerBackup names the version that can restore it.
func TestNewerBackup(t *testing.T) {
	t.Parallel()
	err := checkKnown(Manifest{Program: "9.9", Migrations: []string{"29990101000000"}})
	if err == nil || !strings.Contains(err.Error(), "taphuan 9.9") {
		t.Errorf("a newer backup: %v", err)
	}
	var damaged DamagedError
	if errors.As(err, &damaged) {
		t.Error("a newer backup is not a damaged one")
	}
}
