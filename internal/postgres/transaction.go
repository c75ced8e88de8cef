package postgres

import (
	"context"
	"database/sql"
	"errors"
	"math/rand/v2"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/uptrace/bun"
)

// attempts bounds how often a transaction is run when PostgreSQL asks for a repeat.
const attempts = 4

// RunInTx runs fn in one transaction under the given scope and commits when fn returns nil.
// A deadlock or serialization failure is repeated, so fn must not have effects outside the
// transaction. Errors come back as faults.
func (db *DB) RunInTx(ctx context.Context, scope Scope, fn func(ctx context.Context, tx bun.Tx) error) error {
	return db.run(ctx, scope, nil, fn)
}

// Read runs fn in one read-only transaction under the given scope; its queries see one moment.
func (db *DB) Read(ctx context.Context, scope Scope, fn func(ctx context.Context, tx bun.Tx) error) error {
	return db.run(ctx, scope, readOnly, fn)
}

func (db *DB) run(ctx context.Context, scope Scope, opts *sql.TxOptions, fn func(ctx context.Context, tx bun.Tx) error) error {
	var err error
	for try := 0; try < attempts; try++ {
		err = db.Bun.RunInTx(ctx, opts, func(ctx context.Context, tx bun.Tx) error {
			if err := SetScope(ctx, tx, scope); err != nil {
				return err
			}
			return fn(ctx, tx)
		})
		if !asksForRepeat(err) || ctx.Err() != nil {
			break
		}
		time.Sleep(time.Duration(rand.IntN(1<<try*10)+1) * time.Millisecond)
	}
	return Fault(err)
}

func asksForRepeat(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && (pg.Code == "40001" || pg.Code == "40P01")
}
