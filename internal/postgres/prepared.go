package postgres

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"reflect"

	"github.com/jackc/pgx/v5"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"
)

// Prepared is a statement that each connection plans once. It is for what is asked hundreds of times a second: under
// row-level security planning costs many times what the work does, and bun writes arguments into the text, which makes
// every statement a new one. Arguments stand as $1, $2; lists of ids as ANY ($1) with a slice.
type Prepared string

// scanner reads rows as bun does; it has no connection.
var scanner = bun.NewDB(nil, pgdialect.New())

// Scan runs the statement and reads its rows into dest as bun's Scan does: a pointer to a slice takes all, any other
// takes the first, with sql.ErrNoRows when there is none.
func (p Prepared) Scan(ctx context.Context, tx bun.IDB, dest any, args ...any) error {
	conn, err := connection(tx)
	if err != nil {
		return err
	}
	rows, err := conn.QueryContext(ctx, string(p), planned(args)...)
	if err != nil {
		return err
	}
	defer rows.Close()
	if reflect.TypeOf(dest).Elem().Kind() == reflect.Slice {
		return scanner.ScanRows(ctx, rows, dest)
	}
	if !rows.Next() {
		return cmp.Or(rows.Err(), sql.ErrNoRows)
	}
	return scanner.ScanRow(ctx, rows, dest)
}

// Exec runs the statement and returns how many rows it has changed.
func (p Prepared) Exec(ctx context.Context, tx bun.IDB, args ...any) (int64, error) {
	conn, err := connection(tx)
	if err != nil {
		return 0, err
	}
	res, err := conn.ExecContext(ctx, string(p), planned(args)...)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

// planned asks pgx to keep the statement on the connection.
func planned(args []any) []any {
	return append([]any{pgx.QueryExecModeCacheStatement}, args...)
}

// queries is what a connection and a transaction share.
type queries interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

// connection is what bun would send the text to.
func connection(tx bun.IDB) (queries, error) {
	switch db := tx.(type) {
	case bun.Tx:
		return db.Tx, nil
	case *bun.DB:
		return db.DB, nil
	}
	return nil, fmt.Errorf("no connection in %T", tx)
}
