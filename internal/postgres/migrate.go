package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/migrate"

	"taphuan/migrations"
)

// RiverSchema is where the job queue keeps its tables.
const RiverSchema = "river"

// Migrate brings the database to the newest schema as the URL's own user: the application's
// role, the job queue's tables, then the domains' migrations in order. Running it again
// changes nothing; two at once take turns.
func Migrate(ctx context.Context, url string) error {
	db, err := OpenAsOwner(ctx, url)
	if err != nil {
		return err
	}
	defer db.Close()
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	if _, err := conn.ExecContext(ctx, "SELECT pg_advisory_lock(7218361)"); err != nil {
		return fmt.Errorf("wait for another migration: %w", err)
	}
	defer conn.ExecContext(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock(7218361)")
	if err := ensureRole(ctx, db); err != nil {
		return err
	}
	if err := migrateRiver(ctx, db, url); err != nil {
		return fmt.Errorf("migrate the job queue: %w", err)
	}
	migrator := migrate.NewMigrator(db, migrations.All, migrate.WithMarkAppliedOnSuccess(true))
	if err := migrator.Init(ctx); err != nil {
		return err
	}
	if _, err := migrator.Migrate(ctx); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	return grantToApp(ctx, db)
}

// ensureRole creates the application's role where the user may; elsewhere the user itself is
// checked when connections open (takeRole).
func ensureRole(ctx context.Context, db *bun.DB) error {
	var exists, may bool
	err := db.QueryRowContext(ctx, `SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = ?),
		(SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user)`, AppRole).Scan(&exists, &may)
	if err != nil || exists || !may {
		return err
	}
	_, err = db.ExecContext(ctx, "CREATE ROLE "+AppRole+" NOLOGIN; GRANT "+AppRole+" TO CURRENT_USER")
	return ignoreDuplicate(err)
}

func migrateRiver(ctx context.Context, db *bun.DB, url string) error {
	if _, err := db.ExecContext(ctx, "CREATE SCHEMA IF NOT EXISTS "+RiverSchema); err != nil {
		return err
	}
	pool, err := pgxpool.New(ctx, url)
	if err != nil {
		return err
	}
	defer pool.Close()
	migrator, err := rivermigrate.New(riverpgxv5.New(pool), &rivermigrate.Config{Schema: RiverSchema})
	if err != nil {
		return err
	}
	_, err = migrator.Migrate(ctx, rivermigrate.DirectionUp, nil)
	return err
}

// grantToApp gives the application's role the use of every schema of ours. Row-level security
// still decides which rows.
func grantToApp(ctx context.Context, db *bun.DB) error {
	_, err := db.ExecContext(ctx, `DO $$
	DECLARE s text;
	BEGIN
		IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'taphuan_app') THEN RETURN; END IF;
		FOR s IN SELECT nspname FROM pg_namespace WHERE nspname NOT LIKE 'pg\_%' AND nspname NOT IN ('information_schema', 'public') LOOP
			EXECUTE format('GRANT USAGE ON SCHEMA %I TO taphuan_app', s);
			EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA %I TO taphuan_app', s);
			EXECUTE format('GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA %I TO taphuan_app', s);
			EXECUTE format('GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA %I TO taphuan_app', s);
		END LOOP;
		REVOKE UPDATE, DELETE ON audit.entries, audit.commitments, audit.person_reads FROM taphuan_app;
	END $$`)
	return err
}

func ignoreDuplicate(err error) error {
	if pgCode(err) == "42710" || pgCode(err) == "23505" {
		return nil
	}
	return err
}
