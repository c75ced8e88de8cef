// Package migrations carries the SQL files that build the schema, in order of their names:
// YYYYMMDDHHMMSS_<domain>_<what>.tx.up.sql with the matching .tx.down.sql. A merged file is
// never edited.
package migrations

import (
	"embed"

	"github.com/uptrace/bun/migrate"
)

//go:embed *.sql
var files embed.FS

// All is every migration, ready for bun's migrator.
var All = discover()

// Files is the same set as plain files, for programs that fingerprint the schema.
var Files = files

func discover() *migrate.Migrations {
	all := migrate.NewMigrations()
	if err := all.Discover(files); err != nil {
		panic(err) // a wrongly named file: found by the first test that runs
	}
	return all
}
