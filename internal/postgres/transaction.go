package postgres

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"math/rand/v2"
	"net"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/uptrace/bun"
)

// attempts bounds how often a transaction is run when PostgreSQL asks for a repeat, or its connection is lost.
const attempts = 4

// RunInTx runs fn in one transaction under the given scope and commits when fn returns nil.
// A deadlock or serialization failure is repeated, and so is a transaction whose connection was lost before it was to
// be committed, so fn must not have effects outside the transaction. Errors come back as faults.
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
		committing := false
		err = db.Bun.RunInTx(ctx, opts, func(ctx context.Context, tx bun.Tx) error {
			if err := SetScope(ctx, tx, scope); err != nil {
				return err
			}
			err := fn(ctx, tx)
			committing = err == nil
			return err
		})
		if !asksForRepeat(err) && (committing || !lostConnection(err)) || ctx.Err() != nil {
			break
		}
		time.Sleep(time.Duration(rand.IntN(1<<try*10)+1) * time.Millisecond)
	}
	return Fault(err)
}

func asksForRepeat(err error) bool { return pgCode(err) == "40001" || pgCode(err) == "40P01" }

// lostConnection reports whether err says that the connection has ended under a statement: PostgreSQL stops (57P01,
// 57P02), or the line is cut.
func lostConnection(err error) bool {
	var line net.Error
	cut := errors.Is(err, driver.ErrBadConn) || errors.Is(err, io.ErrUnexpectedEOF) || errors.As(err, &line) && !line.Timeout()
	return cut || pgconn.SafeToRetry(err) || pgCode(err) == "57P01" || pgCode(err) == "57P02" || strings.HasPrefix(pgCode(err), "08")
}
