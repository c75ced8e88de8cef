package app_test

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/app"
	"taphuan/internal/config"
	"taphuan/internal/identity"
	"taphuan/internal/media"
	"taphuan/internal/organization"
	"taphuan/internal/outbox"
	"taphuan/internal/pgtest"
	"taphuan/internal/planning"
	"taphuan/internal/postgres"
)

// servedDatabase and servedDir make a test program a server on that database and data directory, until it is killed.
const (
	servedDatabase = "TAPHUAN_TEST_SERVED_DATABASE"
	servedDir      = "TAPHUAN_TEST_SERVED_DIR"
)

// TestServerToKill is the server that the tests kill; by itself it does nothing.
func TestServerToKill(t *testing.T) {
	url := os.Getenv(servedDatabase)
	if url == "" {
		t.Skip("no database to serve")
	}
	cfg, err := config.Parse(map[string]string{"DATA_DIR": os.Getenv(servedDir), "DATABASE_URL": url, "ADDR": "localhost:0"})
	if err != nil {
		t.Fatal(err)
	}
	a, err := app.New(t.Context(), app.Options{Config: cfg, Log: slog.Default(), Database: url, Version: "test", Workers: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Run(t.Context(), func() {}); err != nil {
		t.Fatal(err)
	}
}

// serveToKill starts the server in a process of its own and returns what kills it.
func serveToKill(t *testing.T, url, dir string) (kill func()) {
	t.Helper()
	server := exec.Command(os.Args[0], "-test.run", "^TestServerToKill$")
	server.Env = append(os.Environ(), servedDatabase+"="+url, servedDir+"="+dir)
	server.Stderr = os.Stderr
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	kill = func() {
		_ = server.Process.Kill() // SIGKILL: nothing is finished or told
		_ = server.Wait()
	}
	t.Cleanup(kill)
	return kill
}

// TestKilledRoster kills the server in the middle of a step of a list of 5,000 people. The next server goes
// on where the last whole step ended: everybody is there, once.
func TestKilledRoster(t *testing.T) {
	t.Parallel()
	const people, step = 5000, 2000
	url, dir := pgtest.URL(t), t.TempDir()
	owner, err := postgres.OpenAsOwner(t.Context(), url)
	noError(t, err)
	defer owner.Close()
	count := func(query string, args ...any) (n int) {
		t.Helper()
		noError(t, owner.NewRaw(query, args...).Scan(t.Context(), &n))
		return n
	}
	roster := orderRoster(t, url, owner, people)

	// Somebody else is about to enter a person of row 3000's code, so the second step waits in its middle.
	blocker, err := owner.BeginTx(t.Context(), nil)
	noError(t, err)
	_, err = blocker.Exec(`INSERT INTO organization.persons (id, agency_id, kind, full_name, given_name, code) VALUES (?, ?, 'officer', 'Lê An', 'An', 'CB03000')`,
		uuid.New(), roster.AgencyID)
	noError(t, err)
	kill := serveToKill(t, url, dir)
	await(t, "the second step to wait", func() bool {
		return count("SELECT done FROM organization.roster_imports WHERE id = ?", roster.ID) == step &&
			count("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'") > 0
	})
	kill()
	noError(t, blocker.Rollback())
	await(t, "the killed server's transaction to end", func() bool {
		return count("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid() AND state <> 'idle'") == 0
	})
	if n := count("SELECT count(*) FROM organization.persons"); n != step {
		t.Errorf("%d people after the kill, want the %d of the whole step", n, step)
	}

	serveToKill(t, url, dir)
	await(t, "the list to be written", func() bool {
		return count("SELECT count(*) FROM organization.roster_imports WHERE id = ? AND state = 'committed' AND done = ?", roster.ID, people) == 1
	})
	for _, query := range []string{"SELECT count(*) FROM organization.persons", "SELECT count(DISTINCT code) FROM organization.persons",
		"SELECT count(*) FROM organization.postings", "SELECT count(*) FROM identity.accounts",
		"SELECT count(*) FROM organization.roster_rows WHERE applied AND person_id IS NOT NULL"} {
		if n := count(query); n != people {
			t.Errorf("%s: %d, want %d", query, n, people)
		}
	}
}

// TestKilledVideo kills the server while it makes the renditions of a video. The next server goes on: what was made
// stays, the rest is made, and no temporary file is left.
func TestKilledVideo(t *testing.T) {
	t.Parallel()
	url, dir := pgtest.URL(t), t.TempDir()
	owner, err := postgres.OpenAsOwner(t.Context(), url)
	noError(t, err)
	defer owner.Close()
	id := storeFilm(t, url, dir)
	kill := serveToKill(t, url, dir)
	var before []string
	made := func() (names []string) {
		t.Helper()
		noError(t, owner.NewRaw("SELECT name || created_at FROM media.renditions WHERE file_id = ? ORDER BY created_at", id).Scan(t.Context(), &names))
		return names
	}
	await(t, "two renditions", func() bool { before = made(); return len(before) >= 2 })
	kill()
	if before = made(); len(before) > 4 {
		t.Fatalf("all %d renditions were made before the kill: film for longer", len(before))
	}
	_, err = owner.Exec("UPDATE media.encodings SET held_until = now() WHERE state = 'working'") // instead of waiting a minute
	noError(t, err)

	serveToKill(t, url, dir)
	await(t, "the video to be ready", func() bool {
		var state string
		noError(t, owner.NewRaw("SELECT state FROM media.encodings WHERE file_id = ?", id).Scan(t.Context(), &state))
		return state == string(media.Ready)
	})
	if after := made(); len(after) != 5 || !slices.Equal(before, after[:len(before)]) {
		t.Errorf("made %v before the kill, and in the end %v", before, after)
	}
	await(t, "the temporary files to go", func() bool { // as the last thing, after the video is ready
		left, err := filepath.Glob(filepath.Join(dir, "encoding", "*"))
		noError(t, err)
		return len(left) == 0
	})
}

// storeFilm stores a film that takes a while and asks for its renditions; no server is at it yet.
func storeFilm(t *testing.T, url, dir string) (id uuid.UUID) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "film.mp4")
	out, err := exec.Command("ffmpeg", "-v", "error", "-nostdin", "-f", "lavfi", "-i", "testsrc2=s=1280x720:r=25:d=15", "-f", "lavfi", "-i", "sine=frequency=300:d=15",
		"-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac", path).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	data, err := os.ReadFile(path)
	noError(t, err)
	db, err := postgres.Open(t.Context(), url, 2)
	noError(t, err)
	defer db.Close()
	files := media.New(db, media.Disk{Dir: filepath.Join(dir, "media")})
	noError(t, db.RunInTx(t.Context(), postgres.Nobody(), func(ctx context.Context, tx bun.Tx) error {
		f, err := files.StoreTx(ctx, tx, data, media.File{Mime: "video/mp4"})
		if err != nil {
			return err
		}
		id = f.ID
		return media.EncodeTx(ctx, tx, f.ID)
	}))
	return id
}

// orderRoster orders the writing of a long list into a new agency; no server is at it yet.
func orderRoster(t *testing.T, url string, owner *bun.DB, people int) organization.Roster {
	t.Helper()
	agency := uuid.Must(uuid.NewV7())
	_, err := owner.Exec(`INSERT INTO organization.agencies (id) VALUES (?0);
		INSERT INTO organization.agency_versions (id, agency_id, valid_from, name, kind, code, name_key) VALUES (?0, ?0, '2025-07-01', 'Sở Nội vụ', 'department', 'SNV', 'so noi vu')`, agency)
	noError(t, err)
	noError(t, organization.RebuildClosureTx(t.Context(), owner))
	db, err := postgres.Open(t.Context(), url, 4)
	noError(t, err)
	defer db.Close()
	keys, err := identity.NewKeys(make([]byte, 32))
	noError(t, err)
	accounts, err := identity.New(identity.Options{DB: db, Keys: keys, PublicURL: "http://localhost", Log: slog.Default()})
	noError(t, err)
	events, err := outbox.New(db, []outbox.Reaction{outbox.On("write_roster", func(context.Context, organization.RosterOrdered) error { return nil })})
	noError(t, err)
	rows := make([]organization.PushedRow, people)
	for i := range rows {
		rows[i] = organization.PushedRow{FullName: "Lê Văn An", Code: fmt.Sprintf("CB%05d", i+1), Position: "Chuyên viên"}
	}
	who := access.Principal{PersonID: uuid.Must(uuid.NewV7()), Grants: []access.Grant{{Role: access.FocalPoint, AgencyID: agency, Agencies: []uuid.UUID{agency}}}}
	roster, err := organization.New(db, accounts, events, organization.Links{Closed: planning.ClosedPeriods, Restate: planning.RestateTx}, time.Now).PushRoster(t.Context(), who,
		organization.PushRoster{AgencyID: agency, Key: "to-be-killed", Kind: organization.OfficerRoster, Rows: rows, Commit: true})
	noError(t, err)
	if roster.State != organization.RosterCommitting || roster.ToDo != people {
		t.Fatalf("the roster is %+v", roster)
	}
	return roster
}

func noError(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func await(t *testing.T, what string, met func() bool) {
	t.Helper()
	for deadline := time.Now().Add(5 * time.Minute); !met(); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("waited too long for %s", what)
		}
	}
}
