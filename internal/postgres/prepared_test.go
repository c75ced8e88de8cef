package postgres_test

import (
	"context"
	"database/sql"
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/pgtest"
	"taphuan/internal/postgres"
)

// TestPrepared: a prepared statement reads what bun would read, in a transaction and outside, with nulls, lists of ids
// and documents, and the connection keeps it.
func TestPrepared(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	type row struct {
		ID   uuid.UUID
		None uuid.UUID
		At   time.Time
		Note *string
		Doc  map[string]int `bun:"type:jsonb"`
	}
	const echo postgres.Prepared = `SELECT id, NULL::uuid AS none, $2::timestamptz AS at, $3::text AS note, $4::jsonb AS doc FROM unnest($1::uuid[]) AS id`
	ids, at := []uuid.UUID{uuid.New(), uuid.New()}, time.Date(2026, 11, 30, 8, 0, 0, 0, time.UTC)
	const keptQuery postgres.Prepared = `SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE 'SELECT id, NULL::uuid AS none%'`
	err := db.RunInTx(t.Context(), postgres.Nobody(), func(ctx context.Context, tx bun.Tx) error {
		var rows []row
		if err := echo.Scan(ctx, tx, &rows, ids, at, nil, postgres.JSON{V: map[string]int{"a": 1}}); err != nil {
			return err
		}
		if len(rows) != 2 || rows[1].ID != ids[1] || rows[0].None != uuid.Nil || !rows[0].At.Equal(at) || rows[0].Note != nil || rows[0].Doc["a"] != 1 {
			t.Errorf("read %+v", rows)
		}
		var one row
		if err := echo.Scan(ctx, tx, &one, ids[:0], at, "x", postgres.JSON{}); !errors.Is(err, sql.ErrNoRows) {
			t.Errorf("nothing is %v", err)
		}
		var kept int
		if err := keptQuery.Scan(ctx, tx, &kept); err != nil || kept != 1 {
			t.Errorf("the connection keeps %d, %v", kept, err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	var rows []row
	if err := echo.Scan(t.Context(), db.Bun, &rows, ids, at, "x", postgres.JSON{}); err != nil || len(rows) != 2 {
		t.Errorf("outside a transaction: %v, %v", rows, err)
	}
	if n, err := postgres.Prepared(`CREATE TEMPORARY TABLE t AS SELECT generate_series(1, $1::int)`).Exec(t.Context(), db.Bun, 7); err == nil && n != 7 {
		t.Errorf("%d rows", n)
	}
}
