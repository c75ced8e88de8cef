package postgres_test

import (
	"context"
	"testing"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/fault"
	"taphuan/internal/pgtest"
	"taphuan/internal/postgres"
)

// TestPeopleAreProtected walks pg_class: every table with a person in it is under forced
// row-level security, and every view runs with the rights of whoever reads it.
func TestPeopleAreProtected(t *testing.T) {
	t.Parallel()
	_, owner := pgtest.NewWithOwner(t)
	var open []string
	err := owner.NewRaw(`SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
		WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'river')
		AND (c.oid::regclass::text IN ('organization.persons', 'reporting.cells', 'audit.entries')
			OR EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname IN ('person_id', 'reader_id', 'kept_id', 'full_name', 'merged_name') AND NOT a.attisdropped))
		AND NOT (c.relrowsecurity AND c.relforcerowsecurity)`).Scan(t.Context(), &open)
	if err != nil {
		t.Fatal(err)
	}
	if len(open) > 0 {
		t.Errorf("tables with people that are not under forced row-level security: %v", open)
	}
	var views []string
	err = owner.NewRaw(`SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
		WHERE c.relkind = 'v' AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'river')
		AND NOT COALESCE(c.reloptions @> ARRAY['security_invoker=true'], false)`).Scan(t.Context(), &views)
	if err != nil {
		t.Fatal(err)
	}
	if len(views) > 0 {
		t.Errorf("views without security_invoker: %v", views)
	}
}

// TestStatementsAreBounded: no statement and no waiting transaction of the pool lasts without end; an
// operator's URL says otherwise.
func TestStatementsAreBounded(t *testing.T) {
	t.Parallel()
	url := pgtest.URL(t)
	if err := postgres.Migrate(t.Context(), url); err != nil {
		t.Fatal(err)
	}
	for at, want := range map[string]string{url: "15min", url + "&statement_timeout=1000": "1s"} {
		db, err := postgres.Open(t.Context(), at, 1)
		if err != nil {
			t.Fatal(err)
		}
		var statement, idle string
		err = db.Pool.QueryRow(t.Context(), "SELECT current_setting('statement_timeout'), current_setting('idle_in_transaction_session_timeout')").Scan(&statement, &idle)
		if err != nil || statement != want || idle != "15min" {
			t.Errorf("statements end after %s, waiting transactions after %s, want %s: %v", statement, idle, want, err)
		}
		db.Close()
	}
}

// world is two agencies with one person each.
type world struct{ agencyA, agencyB, personA, personB uuid.UUID }

func newWorld(t *testing.T, owner *bun.DB) world {
	t.Helper()
	w := world{uuid.New(), uuid.New(), uuid.New(), uuid.New()}
	for _, id := range []uuid.UUID{w.agencyA, w.agencyB} {
		exec(t, owner, "INSERT INTO organization.agencies (id) VALUES (?)", id)
	}
	for _, p := range [][2]uuid.UUID{{w.personA, w.agencyA}, {w.personB, w.agencyB}} {
		exec(t, owner, `INSERT INTO organization.persons (id, agency_id, kind, full_name, given_name) VALUES (?, ?, 'officer', 'Nguyễn Văn A', 'A')`, p[0], p[1])
		exec(t, owner, `INSERT INTO organization.postings (id, person_id, agency_id, valid_from) VALUES (?, ?, ?, '2025-01-01')`, uuid.New(), p[0], p[1])
	}
	return w
}

func exec(t *testing.T, db bun.IDB, query string, args ...any) {
	t.Helper()
	if _, err := db.ExecContext(t.Context(), query, args...); err != nil {
		t.Fatal(err)
	}
}

// TestScopes: row-level security alone, without any check of a handler, keeps agencies apart.
func TestScopes(t *testing.T) {
	t.Parallel()
	db, owner := pgtest.NewWithOwner(t)
	w := newWorld(t, owner)
	for name, c := range map[string]struct {
		scope postgres.Scope
		want  int
	}{
		"nobody":         {postgres.Nobody(), 0},
		"province":       {postgres.Province(), 0},
		"own agency":     {postgres.Agencies(w.agencyA), 1},
		"both agencies":  {postgres.Agencies(w.agencyA, w.agencyB), 2},
		"own person":     {postgres.Persons(w.personB), 1},
		"agency, person": {postgres.Agencies(w.agencyA).AndPersons(w.personB), 2},
		"unknown agency": {postgres.Agencies(uuid.New()), 0},
		"system":         {postgres.System(postgres.SignIn), 2},
	} {
		var seen int
		err := db.Read(t.Context(), c.scope, func(ctx context.Context, tx bun.Tx) error {
			return tx.NewRaw("SELECT count(*) FROM organization.persons").Scan(ctx, &seen)
		})
		if err != nil || seen != c.want {
			t.Errorf("%s: %d rows, %v; want %d", name, seen, err, c.want)
		}
	}
}

// TestScopeEndsWithTransaction: a pooled connection carries no scope on to the next request.
func TestScopeEndsWithTransaction(t *testing.T) {
	t.Parallel()
	db, owner := pgtest.NewWithOwner(t)
	newWorld(t, owner)
	for range 20 {
		err := db.Read(t.Context(), postgres.System(postgres.SignIn), func(context.Context, bun.Tx) error { return nil })
		if err != nil {
			t.Fatal(err)
		}
		var seen int
		if err := db.Bun.NewRaw("SELECT count(*) FROM organization.persons").Scan(t.Context(), &seen); err != nil || seen != 0 {
			t.Fatalf("outside a scope: %d rows, %v", seen, err)
		}
	}
}

// TestForeignWrites: another agency's rows can be neither changed nor made.
func TestForeignWrites(t *testing.T) {
	t.Parallel()
	db, owner := pgtest.NewWithOwner(t)
	w := newWorld(t, owner)
	err := db.RunInTx(t.Context(), postgres.Agencies(w.agencyA), func(ctx context.Context, tx bun.Tx) error {
		res, err := tx.ExecContext(ctx, "UPDATE organization.persons SET given_name = 'B' WHERE id = ?", w.personB)
		if err != nil {
			return err
		}
		if n, _ := res.RowsAffected(); n != 0 {
			t.Errorf("a foreign person was changed")
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO organization.postings (id, person_id, agency_id, counts, valid_from) VALUES (?, ?, ?, false, '2025-01-01')`, uuid.New(), w.personB, w.agencyB)
		return err
	})
	if fault.KindOf(err) != fault.NotFound {
		t.Errorf("a posting in a foreign agency: %v, want not found", err)
	}
}

// TestAuditIsAppendOnly: the application can neither change nor delete what was recorded.
func TestAuditIsAppendOnly(t *testing.T) {
	t.Parallel()
	db, _ := pgtest.NewWithOwner(t)
	for _, query := range []string{"UPDATE audit.entries SET reason = 'x'", "DELETE FROM audit.person_reads", "DELETE FROM audit.commitments"} {
		err := db.RunInTx(t.Context(), postgres.System(postgres.SignIn), func(ctx context.Context, tx bun.Tx) error {
			_, err := tx.ExecContext(ctx, query)
			return err
		})
		if err == nil {
			t.Errorf("%s was allowed", query)
		}
	}
}

// TestMigrateTwice: running the migrations again changes nothing.
func TestMigrateTwice(t *testing.T) {
	t.Parallel()
	url := pgtest.URL(t)
	if err := postgres.Migrate(t.Context(), url); err != nil {
		t.Fatal(err)
	}
}
