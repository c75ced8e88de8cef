package pgtest

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/uptrace/bun"

	"taphuan/internal/postgres"
	"taphuan/internal/postgres/embedded"
)

const (
	// databasePrefix begins the name of every test's database.
	databasePrefix = "taphuan_test_"
	// statementLimit bounds one CREATE or DROP DATABASE on a busy machine.
	statementLimit = 2 * time.Minute
	// poolSize is how many connections one test may have.
	poolSize = 8
)

// New returns a pool on a fresh, migrated database; its connections have the
// application's role, so row-level security binds them. Both go away with the test.
func New(t testing.TB) *postgres.DB {
	t.Helper()
	return open(t, URL(t))
}

// NewWithOwner is New with a second handle on the same database, as its owner,
// whom no policy binds: to prepare what a test reads.
func NewWithOwner(t testing.TB) (app *postgres.DB, owner *bun.DB) {
	t.Helper()
	address := URL(t)
	owner, err := postgres.OpenAsOwner(context.Background(), address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = owner.Close() })
	return open(t, address), owner
}

func open(t testing.TB, address string) *postgres.DB {
	t.Helper()
	db, err := postgres.Open(context.Background(), address, poolSize)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// URL returns the address, for its superuser, of a fresh database with all
// migrations. The database is dropped when the test ends.
func URL(t testing.TB) string {
	t.Helper()
	server := serverFor(t)
	template, err := migrated(server)
	if err != nil {
		t.Fatal(err)
	}
	return create(t, server, " TEMPLATE "+template)
}

// Empty returns the address, for its superuser, of a fresh database without
// anything in it. The database is dropped when the test ends.
func Empty(t testing.TB) string {
	t.Helper()
	return create(t, serverFor(t), "")
}

// serverFor returns the address of the server that this process uses, or ends the test.
func serverFor(t testing.TB) string {
	t.Helper()
	address, err := acquire()
	if maySkip(err, os.Getenv("CI")) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	return address
}

// maySkip says whether a test may be skipped: only for want of PostgreSQL, and
// never when the variable CI is set to something true.
func maySkip(err error, ci string) bool {
	underCI := ci != "" && ci != "0" && ci != "false"
	return errors.Is(err, embedded.ErrNotInstalled) && !underCI
}

// acquire finds or starts the server, once per process.
var acquire = sync.OnceValues(func() (string, error) {
	if address := os.Getenv("TEST_DATABASE_URL"); address != "" {
		return address, ping(address)
	}
	return shareServer()
})

func create(t testing.TB, server, options string) string {
	t.Helper()
	name := databasePrefix + strings.ToLower(rand.Text())
	if err := administer(server, "CREATE DATABASE "+name+options); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := administer(server, "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)"); err != nil {
			t.Error(err)
		}
	})
	address, err := withDatabase(server, name)
	if err != nil {
		t.Fatal(err)
	}
	return address
}

// administer runs one statement in the maintenance database.
func administer(server, statement string) error {
	return inMaintenance(server, func(ctx context.Context, connection *pgx.Conn) error {
		if _, err := connection.Exec(ctx, statement); err != nil {
			return fmt.Errorf("%s: %w", statement, err)
		}
		return nil
	})
}

// inMaintenance connects to the server's database postgres for one task.
func inMaintenance(server string, task func(context.Context, *pgx.Conn) error) error {
	address, err := withDatabase(server, "postgres")
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), statementLimit)
	defer cancel()
	connection, err := pgx.Connect(ctx, address)
	if err != nil {
		return err
	}
	defer connection.Close(ctx)
	return task(ctx, connection)
}

func ping(server string) error {
	return inMaintenance(server, func(ctx context.Context, connection *pgx.Conn) error { return connection.Ping(ctx) })
}

// withDatabase returns the server's address with another database.
func withDatabase(server, name string) (string, error) {
	address, err := url.Parse(server)
	if err != nil || (address.Scheme != "postgres" && address.Scheme != "postgresql") {
		return "", errors.New("TEST_DATABASE_URL must have the form postgres://user:password@host:port/database")
	}
	address.Path = "/" + name
	return address.String(), nil
}
