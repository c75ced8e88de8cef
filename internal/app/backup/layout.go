package backup

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"taphuan/internal/postgres"
)

// layout is the tables of a database with their columns, and its sequences.
type layout struct {
	tables    map[string][]string // by schema.table: the columns that are not computed
	sequences []string            // schema.sequence
}

// Unlogged tables (the job queue's leader and clients) hold nothing that outlives a restart.
const findTables = `SELECT n.nspname || '.' || c.relname, array_agg(a.attname::text ORDER BY a.attname)
	FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
	JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
	WHERE c.relkind = 'r' AND c.relpersistence = 'p' AND ` + ours + ` GROUP BY 1 ORDER BY 1`

const findSequences = `SELECT n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
	WHERE c.relkind = 'S' AND c.relpersistence = 'p' AND ` + ours + ` ORDER BY 1`

// ours are the schemas of taphuan; in public only what the migrations keep there.
const ours = `n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND (n.nspname <> 'public' OR c.relname LIKE 'bun\_%')`

// bookkeeping are tables that a new, migrated and perhaps served database fills by itself.
var bookkeeping = map[string]bool{
	"public.bun_migrations": true, "public.bun_migration_locks": true,
	"river.river_migration": true, "river.river_queue": true,
}

func readLayout(ctx context.Context, conn querier) (layout, error) {
	found := layout{tables: map[string][]string{}}
	rows, err := conn.Query(ctx, findTables)
	if err != nil {
		return found, err
	}
	var name string
	var columns []string
	_, err = pgx.ForEachRow(rows, []any{&name, &columns}, func() error {
		found.tables[name] = slices.Clone(columns)
		return nil
	})
	if err != nil {
		return found, err
	}
	rows, err = conn.Query(ctx, findSequences)
	if err != nil {
		return found, err
	}
	found.sequences, err = pgx.CollectRows(rows, pgx.RowTo[string])
	return found, err
}

// names lists the tables in order.
func (l layout) names() []string { return slices.Sorted(maps.Keys(l.tables)) }

// querier is a connection or a transaction of pgx.
type querier interface {
	Query(ctx context.Context, query string, arguments ...any) (pgx.Rows, error)
	QueryRow(ctx context.Context, query string, arguments ...any) pgx.Row
}

// quote writes schema.name as SQL does.
func quote(name string) string { return pgx.Identifier(strings.SplitN(name, ".", 2)).Sanitize() }

func quoteAll(columns []string) string {
	quoted := make([]string, len(columns))
	for i, c := range columns {
		quoted[i] = pgx.Identifier{c}.Sanitize()
	}
	return strings.Join(quoted, ", ")
}

// withOwner runs do on one connection of the URL's own user.
func withOwner(ctx context.Context, url string, do func(*pgx.Conn) error) error {
	db, err := postgres.OpenAsOwner(ctx, url)
	if err != nil {
		return err
	}
	defer db.Close()
	conn, err := db.DB.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	return useDriver(conn, do)
}

func useDriver(conn *sql.Conn, do func(*pgx.Conn) error) error {
	return conn.Raw(func(driver any) error {
		c, ok := driver.(*stdlib.Conn)
		if !ok {
			return fmt.Errorf("unexpected database driver %T", driver)
		}
		return do(c.Conn())
	})
}

// settings make COPY's text the same whatever the server's defaults are, and let a long operation run.
const settings = `SET LOCAL search_path = pg_catalog; SET LOCAL timezone = 'UTC'; SET LOCAL datestyle = 'ISO, YMD';
	SET LOCAL intervalstyle = 'postgres'; SET LOCAL extra_float_digits = 1; SET LOCAL bytea_output = 'hex'; SET LOCAL client_encoding = 'UTF8';
	SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0; SET LOCAL "app.system" = 'on'`

// appliedMigrations returns what has been migrated: nothing in a new database.
func appliedMigrations(ctx context.Context, conn querier) (names []string, queue int, err error) {
	var domains, jobs bool
	err = conn.QueryRow(ctx, `SELECT to_regclass('public.bun_migrations') IS NOT NULL, to_regclass('river.river_migration') IS NOT NULL`).Scan(&domains, &jobs)
	if err != nil {
		return nil, 0, err
	}
	if domains {
		rows, err := conn.Query(ctx, `SELECT name FROM public.bun_migrations ORDER BY name`)
		if err != nil {
			return nil, 0, err
		}
		if names, err = pgx.CollectRows(rows, pgx.RowTo[string]); err != nil {
			return nil, 0, err
		}
	}
	if jobs {
		err = conn.QueryRow(ctx, `SELECT COALESCE(max(version), 0) FROM river.river_migration WHERE line = 'main'`).Scan(&queue)
	}
	return names, queue, err
}

// errNotMigrated says that there is nothing to back up.
var errNotMigrated = errors.New("this database has no tables of taphuan: run 'taphuan migrate', or set DATABASE_URL to the right database")
