package backup

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"
	"github.com/uptrace/bun/migrate"

	"taphuan/internal/postgres"
	"taphuan/migrations"
)

// prepare refuses a database that is not empty, and brings an empty one to the schema that the
// backup was taken from.
func prepare(ctx context.Context, url string, m Manifest) error {
	if err := checkKnown(m); err != nil {
		return err
	}
	err := withOwner(ctx, url, func(conn *pgx.Conn) error {
		if err := checkEmpty(ctx, conn); err != nil {
			return err
		}
		return checkReachable(ctx, conn, m)
	})
	if err != nil {
		return err
	}
	if newest, err := isNewest(m); err != nil || newest {
		return errors.Join(err, postgres.Migrate(ctx, url))
	}
	if err := migrateQueueTo(ctx, url, m.QueueMigration); err != nil {
		return fmt.Errorf("build the job queue's schema of the backup: %w", err)
	}
	return migrateTo(ctx, url, m.Migrations)
}

// checkKnown refuses a backup of a newer program.
func checkKnown(m Manifest) error {
	known := knownMigrations()
	for _, name := range m.Migrations {
		if !slices.Contains(known, name) {
			return fmt.Errorf("the backup was written by a newer program (taphuan %s): its migration %s is unknown here; restore it with that version or a later one", m.Program, name)
		}
	}
	if len(m.Migrations) == 0 {
		return errors.New("the backup names no migration: it was not written by taphuan backup")
	}
	return nil
}

func knownMigrations() []string {
	var names []string
	for _, known := range migrations.All.Sorted() {
		names = append(names, known.Name)
	}
	return names
}

// isNewest reports whether the backup has the very schema of this program.
func isNewest(m Manifest) (bool, error) {
	migrator, err := rivermigrate.New(riverpgxv5.New(nil), &rivermigrate.Config{Schema: postgres.RiverSchema})
	if err != nil {
		return false, err
	}
	all := migrator.AllVersions()
	return len(m.Migrations) == len(knownMigrations()) && m.QueueMigration == all[len(all)-1].Version, nil
}

// checkEmpty refuses a database that holds anything of ours but bookkeeping.
func checkEmpty(ctx context.Context, conn querier) error {
	found, err := readLayout(ctx, conn)
	if err != nil {
		return err
	}
	var questions []string
	for _, name := range found.names() {
		if !bookkeeping[name] {
			questions = append(questions, fmt.Sprintf("SELECT '%s' WHERE EXISTS (SELECT FROM %s)", name, quote(name)))
		}
	}
	if len(questions) == 0 {
		return nil
	}
	rows, err := conn.Query(ctx, strings.Join(questions, " UNION ALL "))
	if err != nil {
		return err
	}
	filled, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil || len(filled) == 0 {
		return err
	}
	return fmt.Errorf("the database is not empty (%d tables have rows, such as %s): a restore never overwrites; create a new database and name it by DATABASE_URL. Nothing was changed", len(filled), filled[0])
}

// checkReachable refuses an empty database whose schema is newer than the backup's: there is no way back.
func checkReachable(ctx context.Context, conn querier, m Manifest) error {
	applied, queue, err := appliedMigrations(ctx, conn)
	if err != nil {
		return err
	}
	for _, name := range applied {
		if !slices.Contains(m.Migrations, name) {
			return fmt.Errorf("the database is empty, but its schema (migration %s) is newer than the backup's: create a new database and restore into that; it is migrated afterwards", name)
		}
	}
	if queue > m.QueueMigration {
		return fmt.Errorf("the database is empty, but its job queue (schema %d) is newer than the backup's (%d): create a new database and restore into that; it is migrated afterwards", queue, m.QueueMigration)
	}
	return nil
}

func migrateQueueTo(ctx context.Context, url string, version int) error {
	pool, err := pgxpool.New(ctx, url)
	if err != nil {
		return err
	}
	defer pool.Close()
	if _, err := pool.Exec(ctx, "CREATE SCHEMA IF NOT EXISTS "+postgres.RiverSchema); err != nil {
		return err
	}
	migrator, err := rivermigrate.New(riverpgxv5.New(pool), &rivermigrate.Config{Schema: postgres.RiverSchema})
	if err != nil {
		return err
	}
	_, err = migrator.Migrate(ctx, rivermigrate.DirectionUp, &rivermigrate.MigrateOpts{TargetVersion: version})
	return err
}

// migrateTo applies the named migrations and no others.
func migrateTo(ctx context.Context, url string, names []string) error {
	db, err := postgres.OpenAsOwner(ctx, url)
	if err != nil {
		return err
	}
	defer db.Close()
	wanted := migrate.NewMigrations()
	for _, known := range migrations.All.Sorted() {
		if slices.Contains(names, known.Name) {
			wanted.Add(known)
		}
	}
	migrator := migrate.NewMigrator(db, wanted, migrate.WithMarkAppliedOnSuccess(true))
	if err := migrator.Init(ctx); err != nil {
		return err
	}
	if _, err := migrator.Migrate(ctx); err != nil {
		return fmt.Errorf("build the schema of the backup: %w", err)
	}
	return nil
}
