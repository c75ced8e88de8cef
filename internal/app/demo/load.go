package demo

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"taphuan/internal/instance"
	"taphuan/internal/postgres"
)

// Load builds the province in a migrated database that holds the courses and nobody, in one
// transaction that also marks the installation as a demonstration for good. It connects as the
// owner of the tables. Errors: ErrNotEmpty, ErrProduction, one that names the cure when there is
// no course.
func Load(ctx context.Context, databaseURL string, o Options) error {
	if err := o.complete(); err != nil {
		return err
	}
	db, err := postgres.OpenAsOwner(ctx, databaseURL)
	if err != nil {
		return err
	}
	defer db.Close()
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	if err := loadTx(ctx, db, conn, o); err != nil {
		return fmt.Errorf("load the demonstration: %w", err)
	}
	_, err = db.ExecContext(ctx, "ANALYZE")
	return err
}

func loadTx(ctx context.Context, db *bun.DB, conn bun.Conn, o Options) error {
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := tx.ExecContext(ctx, "SELECT pg_advisory_xact_lock(7218362)"); err != nil {
		return err
	}
	if err := checkEmpty(ctx, tx); err != nil {
		return err
	}
	if err := markDemonstration(ctx, tx); err != nil {
		return err
	}
	bound, err := loosenPolicies(ctx, tx)
	if err != nil {
		return err
	}
	l := &loading{db: db, tx: tx, options: o, batch: newBatch(conn), since: time.Now()}
	if err := l.run(ctx); err != nil {
		return err
	}
	if err := tightenPolicies(ctx, tx, bound); err != nil {
		return err
	}
	return tx.Commit()
}

func markDemonstration(ctx context.Context, tx bun.Tx) error {
	mode, err := instance.FindMode(ctx, tx)
	if err != nil || mode == instance.Demonstration {
		return err
	}
	return instance.SetModeTx(ctx, tx, instance.Demonstration)
}
