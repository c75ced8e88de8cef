package backup

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// settle adapts what depends on the server and the moment: sequences, transaction ids, and jobs that
// ran when the snapshot was taken.
func settle(ctx context.Context, tx pgx.Tx, m Manifest) error {
	for _, s := range m.Sequences {
		if _, err := tx.Exec(ctx, "SELECT setval($1::text::regclass, $2::bigint, $3::boolean)", quote(s.Name), s.Value, s.Called); err != nil {
			return fmt.Errorf("%s: %w", s.Name, err)
		}
	}
	if err := settleTransactionIDs(ctx, tx); err != nil {
		return fmt.Errorf("adapt transaction ids: %w", err)
	}
	_, err := tx.Exec(ctx, "UPDATE river.river_job SET state = 'available' WHERE state = 'running'")
	return err
}

const findTransactionIDs = `SELECT n.nspname || '.' || c.relname, a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
	JOIN pg_namespace n ON n.oid = c.relnamespace
	WHERE c.relkind = 'r' AND a.atttypid = 'xid8'::regtype AND a.attnum > 0 AND NOT a.attisdropped AND ` + ours + ` ORDER BY 1, 2`

// settleTransactionIDs replaces every stored transaction id by a small one. Ids of another server
// may lie in this one's future: deltas of the next months would then stand below the fold's cursors
// and never be counted. Only the order against the cursors matters, so an id becomes 3 plus the
// number of cursors that are not above it: what was folded stays below its cursor, what was not
// stays at or above it, and all lie below any id that this server gives.
func settleTransactionIDs(ctx context.Context, tx pgx.Tx) error {
	var folds bool
	if err := tx.QueryRow(ctx, "SELECT to_regclass('reporting.fold_cursors') IS NOT NULL").Scan(&folds); err != nil || !folds {
		return err
	}
	rows, err := tx.Query(ctx, findTransactionIDs)
	if err != nil {
		return err
	}
	type column struct{ Table, Name string }
	columns, err := pgx.CollectRows(rows, pgx.RowToStructByPos[column])
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, "CREATE TEMPORARY TABLE backup_cursors ON COMMIT DROP AS SELECT DISTINCT folded_below AS id FROM reporting.fold_cursors")
	if err != nil {
		return err
	}
	for _, c := range columns {
		name := pgx.Identifier{c.Name}.Sanitize()
		_, err := tx.Exec(ctx, fmt.Sprintf(`UPDATE %s AS t SET %s = ((SELECT 3 + count(*) FROM pg_temp.backup_cursors b WHERE b.id <= t.%s)::text)::xid8`, quote(c.Table), name, name))
		if err != nil {
			return err
		}
	}
	return nil
}
