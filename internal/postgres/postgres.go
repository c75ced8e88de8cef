package postgres

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"
)

// AppRole is the role that pooled connections take: no login of its own, no BYPASSRLS.
const AppRole = "taphuan_app"

// DB is the pool, as bun sees it and as River sees it.
type DB struct {
	Bun  *bun.DB
	Pool *pgxpool.Pool
}

// Open connects to the database and checks that connections are bound by row-level security.
// maxConns bounds the pool; 0 means 16.
func Open(ctx context.Context, url string, maxConns int32) (*DB, error) {
	cfg, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("DATABASE_URL: %w", err)
	}
	if maxConns == 0 {
		maxConns = 16
	}
	cfg.MaxConns = maxConns
	cfg.MaxConnIdleTime = 5 * time.Minute
	// bun writes arguments into the text, so prepared statements would never be used twice; those of Prepared are,
	// and one plan fits whatever their arguments.
	cfg.ConnConfig.DefaultQueryExecMode = pgx.QueryExecModeExec
	cfg.ConnConfig.RuntimeParams["plan_cache_mode"] = "force_generic_plan"
	cfg.ConnConfig.ConnectTimeout = 5 * time.Second
	cfg.ConnConfig.RuntimeParams["timezone"] = "UTC"
	cfg.ConnConfig.RuntimeParams["application_name"] = "taphuan"
	boundTime(cfg.ConnConfig.RuntimeParams)
	cfg.AfterConnect = takeRole
	pool, err := pgxpool.NewWithConfig(ctx, cfg)
	if err != nil {
		return nil, err
	}
	if err := pool.Ping(ctx); err != nil {
		pool.Close()
		return nil, fmt.Errorf("connect to PostgreSQL: %w", err)
	}
	sqldb := stdlib.OpenDBFromPool(pool)
	sqldb.SetMaxIdleConns(0)
	return &DB{Bun: bun.NewDB(sqldb, pgdialect.New()), Pool: pool}, nil
}

// longest bounds one statement, and a transaction that waits for its program: as long as the longest
// answer of the server may take.
const longest = 15 * time.Minute

// boundTime sets the bounds that the URL does not set itself.
func boundTime(params map[string]string) {
	for _, name := range []string{"statement_timeout", "idle_in_transaction_session_timeout"} {
		if _, set := params[name]; !set {
			params[name] = strconv.FormatInt(longest.Milliseconds(), 10)
		}
	}
}

// OpenAsOwner connects as the URL's own user, without taking the application's role: for
// migrations, the demonstration, backup and restore.
func OpenAsOwner(ctx context.Context, url string) (*bun.DB, error) {
	cfg, err := pgx.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("DATABASE_URL: %w", err)
	}
	cfg.DefaultQueryExecMode = pgx.QueryExecModeExec
	cfg.ConnectTimeout = 5 * time.Second
	cfg.RuntimeParams["timezone"] = "UTC"
	cfg.RuntimeParams["app.system"] = "on" // an owner that is no superuser is bound by forced policies too
	sqldb := stdlib.OpenDB(*cfg)
	if err := sqldb.PingContext(ctx); err != nil {
		sqldb.Close()
		return nil, fmt.Errorf("connect to PostgreSQL: %w", err)
	}
	return bun.NewDB(sqldb, pgdialect.New()), nil
}

// Close releases every connection.
func (db *DB) Close() error {
	err := db.Bun.Close()
	db.Pool.Close()
	return err
}

// takeRole makes a new connection act as the application's role. Where that role does not
// exist, the URL's own user must itself be bound by row-level security.
func takeRole(ctx context.Context, conn *pgx.Conn) error {
	var exists, bypasses bool
	err := conn.QueryRow(ctx, `SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = '`+AppRole+`'),
		(SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user)`).Scan(&exists, &bypasses)
	switch {
	case err != nil:
		return err
	case exists:
		_, err = conn.Exec(ctx, "SET ROLE "+AppRole)
		return err
	case bypasses:
		return fmt.Errorf("the database user would bypass row-level security and role %s does not exist: "+
			"run 'taphuan migrate' as a user who may create roles, or connect as an ordinary user", AppRole)
	}
	return nil
}

// readOnly transactions see one moment: the queries of one report agree with each other.
var readOnly = &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}
