// Package instance says what an installation is: production or demonstration. The mode is
// written once, into the database, and never changes (a trigger refuses it).
//
// Table (schema instance): settings, one row.
package instance

import (
	"context"
	"database/sql"
	"errors"

	"github.com/uptrace/bun"
)

// Mode is what an installation is for.
type Mode string

// The modes.
const (
	Production    Mode = "production"    // real people, real certificates
	Demonstration Mode = "demonstration" // invented people; everything carries the mark DemoMark
)

// DemoMark stands on every page, report and certificate of a demonstration.
const DemoMark = "MẪU - SỐ LIỆU MINH HỌA"

// FindMode returns the mode, or "" in an installation that has none yet.
func FindMode(ctx context.Context, db bun.IDB) (Mode, error) {
	var mode Mode
	err := db.NewRaw("SELECT mode FROM instance.settings").Scan(ctx, &mode)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return mode, err
}

// SetModeTx writes the mode. It fails when one is written already.
func SetModeTx(ctx context.Context, tx bun.IDB, mode Mode) error {
	_, err := tx.ExecContext(ctx, "INSERT INTO instance.settings (mode) VALUES (?)", string(mode))
	return err
}
