package backup

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
)

// writeDatabase copies every table of the transaction's snapshot and returns the keys of the media
// files that the snapshot names.
func writeDatabase(ctx context.Context, tx pgx.Tx, archive *archiveWriter, m *Manifest) ([]string, error) {
	if _, err := tx.Exec(ctx, settings); err != nil {
		return nil, err
	}
	found, err := readLayout(ctx, tx)
	if err != nil {
		return nil, err
	}
	if err := describe(ctx, tx, found, m); err != nil {
		return nil, err
	}
	if err := checkVisible(ctx, tx); err != nil {
		return nil, err
	}
	for _, name := range found.names() {
		table, err := copyOut(ctx, tx, archive, name, found.tables[name])
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		m.Tables = append(m.Tables, table)
	}
	if m.Sequences, err = readSequences(ctx, tx, found.sequences); err != nil {
		return nil, err
	}
	rows, err := tx.Query(ctx, "SELECT encode(sha256, 'hex') FROM media.files ORDER BY 1")
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}

// describe fixes the snapshot, keeps migrations away until it has been read, and notes what the
// database is.
func describe(ctx context.Context, tx pgx.Tx, found layout, m *Manifest) error {
	if len(found.tables["instance.settings"]) == 0 {
		return errNotMigrated
	}
	quoted := make([]string, 0, len(found.tables))
	for _, name := range found.names() {
		quoted = append(quoted, quote(name))
	}
	if _, err := tx.Exec(ctx, "LOCK TABLE "+strings.Join(quoted, ", ")+" IN ACCESS SHARE MODE"); err != nil {
		return err
	}
	var err error
	if m.Migrations, m.QueueMigration, err = appliedMigrations(ctx, tx); err != nil {
		return err
	}
	return tx.QueryRow(ctx, "SELECT current_setting('server_version'), COALESCE((SELECT mode FROM instance.settings), '')").Scan(&m.PostgreSQL, &m.Mode)
}

// checkVisible refuses a user from whom row-level security would hide rows: the backup would be
// incomplete and nobody would see it.
func checkVisible(ctx context.Context, tx pgx.Tx) error {
	var hidden []string
	err := tx.QueryRow(ctx, `SELECT array_agg(c.oid::regclass::text ORDER BY 1)
		FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_roles r ON r.rolname = current_user
		WHERE c.relkind = 'r' AND c.relrowsecurity AND (c.relforcerowsecurity OR c.relowner <> r.oid) AND NOT r.rolsuper AND NOT r.rolbypassrls
		AND NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polpermissive AND p.polcmd IN ('*', 'r')
			AND pg_get_expr(p.polqual, p.polrelid) LIKE '%app.system%') AND `+ours).Scan(&hidden)
	if err != nil {
		return err
	}
	if len(hidden) > 0 {
		return fmt.Errorf("this database user does not see every row of %s: run the backup as the user who migrates", strings.Join(hidden, ", "))
	}
	return nil
}

func copyOut(ctx context.Context, tx pgx.Tx, archive *archiveWriter, name string, columns []string) (Table, error) {
	to := archive.table(name)
	tag, err := tx.Conn().PgConn().CopyTo(ctx, to, fmt.Sprintf("COPY %s (%s) TO STDOUT", quote(name), quoteAll(columns)))
	if err != nil {
		return Table{}, err
	}
	if err := to.flush(); err != nil {
		return Table{}, err
	}
	return Table{Name: name, Columns: columns, Rows: tag.RowsAffected(), Bytes: to.bytes, SHA256: to.digest()}, nil
}

// readSequences reads after the tables: a sequence knows no snapshot and may be ahead, never behind.
func readSequences(ctx context.Context, tx pgx.Tx, names []string) ([]Sequence, error) {
	list := []Sequence{}
	for _, name := range names {
		s := Sequence{Name: name}
		if err := tx.QueryRow(ctx, "SELECT last_value, is_called FROM "+quote(name)).Scan(&s.Value, &s.Called); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		list = append(list, s)
	}
	return list, nil
}
