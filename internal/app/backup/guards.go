package backup

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// guards are what stands in the way of loading tables in any order, and is put back before the
// commit: foreign keys (checked again then, over all rows), triggers, and the force of row-level
// security, under which COPY refuses to load. An ordinary owner may do this; disabling foreign keys
// by session_replication_role would need a superuser and check nothing.
type guards struct{ restore []string }

// loosen removes the guards. From here on nobody else reads or writes these tables.
func loosen(ctx context.Context, tx pgx.Tx) (guards, error) {
	var all guards
	for _, find := range []string{findForcedTables, findTriggers, findForeignKeys} {
		if err := all.take(ctx, tx, find); err != nil {
			return all, fmt.Errorf("take the guards off the tables (the restore must run as their owner): %w", err)
		}
	}
	return all, nil
}

// Each query gives the statement that takes a guard off and the one that puts it back.
const (
	findForcedTables = `SELECT format('ALTER TABLE %s NO FORCE ROW LEVEL SECURITY', c.oid::regclass), format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', c.oid::regclass)
	FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p') AND c.relforcerowsecurity AND ` + ours + ` ORDER BY 1`

	findTriggers = `SELECT format('ALTER TABLE %s DISABLE TRIGGER %I', c.oid::regclass, t.tgname), format('ALTER TABLE %s ENABLE TRIGGER %I', c.oid::regclass, t.tgname)
	FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
	WHERE NOT t.tgisinternal AND t.tgparentid = 0 AND t.tgenabled = 'O' AND ` + ours + ` ORDER BY 1`

	findForeignKeys = `SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', c.oid::regclass, k.conname),
		format('ALTER TABLE %s ADD CONSTRAINT %I %s', c.oid::regclass, k.conname, pg_get_constraintdef(k.oid))
	FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
	WHERE k.contype = 'f' AND k.conparentid = 0 AND ` + ours + ` ORDER BY 1`
)

func (g *guards) take(ctx context.Context, tx pgx.Tx, find string) error {
	rows, err := tx.Query(ctx, find)
	if err != nil {
		return err
	}
	var off, on string
	var statements []string
	_, err = pgx.ForEachRow(rows, []any{&off, &on}, func() error {
		statements = append(statements, off)
		g.restore = append(g.restore, on)
		return nil
	})
	if err != nil {
		return err
	}
	for _, statement := range statements {
		if _, err := tx.Exec(ctx, statement); err != nil {
			return fmt.Errorf("%s: %w", statement, err)
		}
	}
	return nil
}

// tighten puts the guards back, the last first: a foreign key is checked fastest before row-level
// security is forced again.
func (g guards) tighten(ctx context.Context, tx pgx.Tx) error {
	for i := len(g.restore) - 1; i >= 0; i-- {
		if _, err := tx.Exec(ctx, g.restore[i]); err != nil {
			return fmt.Errorf("%s: %w", g.restore[i], err)
		}
	}
	return nil
}
