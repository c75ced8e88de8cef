package backup

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
)

// load fills the prepared database from the file in one transaction. Media files and the secret key
// are written before the commit: a database that is not empty has all of its files.
func (t Target) load(ctx context.Context, conn *pgx.Conn, file string, m Manifest) error {
	tx, err := conn.Begin(ctx)
	if err != nil {
		return err
	}
	defer tx.Rollback(context.WithoutCancel(ctx))
	if _, err := tx.Exec(ctx, settings); err != nil {
		return err
	}
	if err := checkLayout(ctx, tx, m); err != nil {
		return err
	}
	guards, err := loosen(ctx, tx)
	if err != nil {
		return err
	}
	if err := checkEmpty(ctx, tx); err != nil { // again, now that nobody else can write
		return err
	}
	if err := emptyBookkeeping(ctx, tx, m); err != nil {
		return err
	}
	if err := t.loadSections(ctx, tx, file, m); err != nil {
		return err
	}
	if err := settle(ctx, tx, m); err != nil {
		return err
	}
	if err := guards.tighten(ctx, tx); err != nil {
		return err
	}
	if err := tx.Commit(ctx); err != nil {
		return err
	}
	_, err = conn.Exec(ctx, "ANALYZE")
	return err
}

// checkLayout refuses a backup whose tables are not those that its migrations give here.
func checkLayout(ctx context.Context, tx pgx.Tx, m Manifest) error {
	found, err := readLayout(ctx, tx)
	if err != nil {
		return err
	}
	for _, table := range m.Tables {
		columns, ok := found.tables[table.Name]
		if !ok || !slices.Equal(sorted(columns), sorted(table.Columns)) {
			return fmt.Errorf("the table %s of the backup is not the one that this program's migrations make: restore it with taphuan %s", table.Name, m.Program)
		}
	}
	for _, s := range m.Sequences {
		if !slices.Contains(found.sequences, s.Name) {
			return fmt.Errorf("the sequence %s of the backup is unknown: restore it with taphuan %s", s.Name, m.Program)
		}
	}
	return nil
}

func sorted(list []string) []string { return slices.Sorted(slices.Values(list)) }

// emptyBookkeeping makes room for the backup's own rows in tables that migrating has filled.
func emptyBookkeeping(ctx context.Context, tx pgx.Tx, m Manifest) error {
	for _, table := range m.Tables {
		if bookkeeping[table.Name] {
			if _, err := tx.Exec(ctx, "DELETE FROM "+quote(table.Name)); err != nil {
				return err
			}
		}
	}
	return nil
}

// loadSections reads the file a second time, and compares each hash again.
func (t Target) loadSections(ctx context.Context, tx pgx.Tx, file string, m Manifest) error {
	archive, err := openArchive(file)
	if err != nil {
		return err
	}
	defer archive.Close()
	expected := m.contents()
	for {
		name, err := archive.next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		if name == manifestSection {
			continue
		}
		if err := t.loadSection(ctx, tx, archive, m); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if archive.found() != expected[name] {
			return fmt.Errorf("%s changed while it was read", name)
		}
		delete(expected, name)
	}
	if len(expected) > 0 {
		return errors.New("the file changed while it was read")
	}
	return nil
}

func (t Target) loadSection(ctx context.Context, tx pgx.Tx, archive *archiveReader, m Manifest) error {
	switch name := archive.name; {
	case strings.HasPrefix(name, tableSection):
		return copyIn(ctx, tx, archive, m)
	case strings.HasPrefix(name, mediaSection):
		return t.storeMedia(ctx, archive)
	default:
		return storeSecret(t.SecretKeyFile, archive)
	}
}

// copyIn loads the present section, which is a table that stands in the manifest (Verify).
func copyIn(ctx context.Context, tx pgx.Tx, archive *archiveReader, m Manifest) error {
	i := slices.IndexFunc(m.Tables, func(t Table) bool { return t.Name == archive.table() })
	if i < 0 {
		return errors.New("the table does not stand in the manifest")
	}
	table := m.Tables[i]
	tag, err := tx.Conn().PgConn().CopyFrom(ctx, archive, fmt.Sprintf("COPY %s (%s) FROM STDIN", quote(table.Name), quoteAll(table.Columns)))
	if err == nil && tag.RowsAffected() != table.Rows {
		err = fmt.Errorf("%d rows were loaded, the manifest counts %d", tag.RowsAffected(), table.Rows)
	}
	return err
}

// storeMedia writes a media file to its place, whole or not at all; one that is there stays.
func (t Target) storeMedia(ctx context.Context, archive *archiveReader) error {
	if err := t.Media.Put(ctx, strings.TrimPrefix(archive.name, mediaSection), archive); err != nil {
		return err
	}
	_, err := io.Copy(io.Discard, archive) // what Put did not read
	return err
}
