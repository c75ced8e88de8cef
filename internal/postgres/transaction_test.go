package postgres_test

import (
	"context"
	"testing"

	"github.com/uptrace/bun"

	"taphuan/internal/fault"
	"taphuan/internal/pgtest"
	"taphuan/internal/postgres"
)

// A transaction whose connection is cut before the commit is run again, and what it wrote stands once.
func TestLostConnectionIsRepeated(t *testing.T) {
	t.Parallel()
	db, owner := newNotes(t)
	runs := 0
	err := db.RunInTx(t.Context(), postgres.Nobody(), func(ctx context.Context, tx bun.Tx) error {
		runs++
		if _, err := tx.ExecContext(ctx, `INSERT INTO public.notes VALUES (?)`, runs); err != nil {
			return err
		}
		if runs == 1 {
			cut(ctx, t, owner, tx)
		}
		_, err := tx.ExecContext(ctx, `SELECT 1`)
		return err
	})
	if err != nil || runs != 2 {
		t.Errorf("%d runs, %v", runs, err)
	}
	var stand []int
	if err := db.Bun.NewRaw(`SELECT run FROM public.notes`).Scan(t.Context(), &stand); err != nil || len(stand) != 1 || stand[0] != 2 {
		t.Errorf("the runs %v stand, %v", stand, err)
	}
}

// Where the connection is cut at the commit nobody knows whether it counted: it is not run again.
func TestLostCommitIsNotRepeated(t *testing.T) {
	t.Parallel()
	db, owner := newNotes(t)
	runs := 0
	err := db.RunInTx(t.Context(), postgres.Nobody(), func(ctx context.Context, tx bun.Tx) error {
		runs++
		_, err := tx.ExecContext(ctx, `INSERT INTO public.notes VALUES (?)`, runs)
		cut(ctx, t, owner, tx)
		return err
	})
	if fault.KindOf(err) != fault.Unavailable || runs != 1 {
		t.Errorf("%d runs, %v", runs, err)
	}
}

// newNotes is a database with a table that anybody may write.
func newNotes(t *testing.T) (db *postgres.DB, owner *bun.DB) {
	t.Helper()
	db, owner = pgtest.NewWithOwner(t)
	if _, err := owner.ExecContext(t.Context(), `CREATE TABLE public.notes (run integer); GRANT ALL ON public.notes TO PUBLIC`); err != nil {
		t.Fatal(err)
	}
	return db, owner
}

// cut ends the connection of a transaction.
func cut(ctx context.Context, t *testing.T, owner *bun.DB, tx bun.Tx) {
	t.Helper()
	var pid int
	if err := tx.NewRaw(`SELECT pg_backend_pid()`).Scan(ctx, &pid); err != nil {
		t.Fatal(err)
	}
	if _, err := owner.ExecContext(ctx, `SELECT pg_terminate_backend(?, 5000)`, pid); err != nil {
		t.Fatal(err)
	}
}
